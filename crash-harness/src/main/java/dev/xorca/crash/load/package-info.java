/** The load: who starts the orchestrations, and the services that answer their commands. */
@NullMarked
package dev.xorca.crash.load;

import org.jspecify.annotations.NullMarked;
