/** What the services of every sample share: a loop that takes commands from Kafka and answers them. */
@NullMarked
package dev.xorca.samples;

import org.jspecify.annotations.NullMarked;
