/**
 * The statechart engine: a checked machine model and an interpreter that is a set of pure functions over it. Knows the
 * JDK alone; values are {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean} and
 * {@code null}.
 */
@NullMarked
package dev.xorca.statechart;

import org.jspecify.annotations.NullMarked;
