/** Machines tried out without Kafka: by lines of JSON, folder by folder, or by a person at a terminal. */
@NullMarked
package dev.xorca.machine.simulate;

import org.jspecify.annotations.NullMarked;
