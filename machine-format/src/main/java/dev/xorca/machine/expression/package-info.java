/** Expressions in CEL, and templates with expressions in them, compiled into what the statechart engine evaluates. */
@NullMarked
package dev.xorca.machine.expression;

import org.jspecify.annotations.NullMarked;
