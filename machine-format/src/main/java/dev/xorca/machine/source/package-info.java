/** YAML and JSON text as one kind of tree whose nodes know where they stand. */
@NullMarked
package dev.xorca.machine.source;

import org.jspecify.annotations.NullMarked;
