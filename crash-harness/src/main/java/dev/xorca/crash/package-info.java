/** The crash harness: kills nodes and brokers under load, and judges from outside what became of the orchestrations. */
@NullMarked
package dev.xorca.crash;

import org.jspecify.annotations.NullMarked;
