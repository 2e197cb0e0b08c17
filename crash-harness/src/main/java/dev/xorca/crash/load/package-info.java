/** The load: what each orchestration goes through, who starts it, and the services that answer its commands. */
@NullMarked
package dev.xorca.crash.load;

import org.jspecify.annotations.NullMarked;
