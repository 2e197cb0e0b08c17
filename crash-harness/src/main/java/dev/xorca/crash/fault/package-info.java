/** What goes wrong: the schedule of faults, and the processes that it strikes. */
@NullMarked
package dev.xorca.crash.fault;

import org.jspecify.annotations.NullMarked;
