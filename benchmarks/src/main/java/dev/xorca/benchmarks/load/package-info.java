/**
 * End-to-end load: a broker, a node of the router and services as processes of their own on this machine, driven by plain
 * Kafka clients. Each scenario is a subcommand of {@link LoadProgram}.
 */
@NullMarked
package dev.xorca.benchmarks.load;

import org.jspecify.annotations.NullMarked;
