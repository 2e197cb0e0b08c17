/** Java code for services: records for the payloads of a command and its answers, and the loop that serves it. */
@NullMarked
package dev.xorca.stubs;

import org.jspecify.annotations.NullMarked;
