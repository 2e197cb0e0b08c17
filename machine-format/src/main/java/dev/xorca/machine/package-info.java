/** Machine documents in YAML and JSON: read, checked with line and column, and turned into machines with contracts. */
@NullMarked
package dev.xorca.machine;

import org.jspecify.annotations.NullMarked;
