package dev.xorca.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Reports which states and transitions the scenarios of a test class took, and fails the class when these are too few.
 * {@link MachineCoverageExtension} says more.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(MachineCoverageExtension.class)
public @interface MachineCoverage {

    /** The machine's name; all machines of the scenarios when empty. */
    String machine() default "";

    /** How many of a hundred states must be entered. */
    int states() default 0;

    /** How many of a hundred transitions must be taken. */
    int transitions() default 0;
}
