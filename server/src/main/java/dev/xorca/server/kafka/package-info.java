/** A Kafka broker inside this JVM, so that development and tests need nothing installed. */
@NullMarked
package dev.xorca.server.kafka;

import org.jspecify.annotations.NullMarked;
