/** The command line, {@code xorca}: what it understands, how it ends, and how it says what went wrong. */
@NullMarked
package dev.xorca.server.cli;

import org.jspecify.annotations.NullMarked;
