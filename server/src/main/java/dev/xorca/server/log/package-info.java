/** What logback.xml needs beyond logback. */
@NullMarked
package dev.xorca.server.log;

import org.jspecify.annotations.NullMarked;
