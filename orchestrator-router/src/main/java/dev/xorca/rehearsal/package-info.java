/** Orchestrations of several machines in one thread and in virtual time, as a router would carry them out. */
@NullMarked
package dev.xorca.rehearsal;

import org.jspecify.annotations.NullMarked;
