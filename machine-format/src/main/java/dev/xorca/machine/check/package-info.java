/** Says what is suspicious about a machine that loads: pure analysis, nothing is run. */
@NullMarked
package dev.xorca.machine.check;

import org.jspecify.annotations.NullMarked;
