/** Measurements; what they compare with stands beside them. */
@NullMarked
package dev.xorca.benchmarks;

import org.jspecify.annotations.NullMarked;
