/**
 * The routing rules: which orchestration an event belongs to, what it does there, and which events leave. Pure; Kafka is
 * in {@code dev.xorca.runtime}.
 */
@NullMarked
package dev.xorca.router;

import org.jspecify.annotations.NullMarked;
