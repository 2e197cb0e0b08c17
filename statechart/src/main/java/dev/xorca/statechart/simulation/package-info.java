/** A machine run by itself, with a clock that moves only when it is told to. */
@NullMarked
package dev.xorca.statechart.simulation;

import org.jspecify.annotations.NullMarked;
