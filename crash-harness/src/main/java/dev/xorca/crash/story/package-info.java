/** What orchestrations go through: how they are started and answered, and what must leave the router then. */
@NullMarked
package dev.xorca.crash.story;

import org.jspecify.annotations.NullMarked;
