/**
 * The router on Kafka: records to events and back, the intake and orchestrator topologies on Kafka Streams, topics, and
 * the checks before the start.
 */
@NullMarked
package dev.xorca.runtime;

import org.jspecify.annotations.NullMarked;
