/**
 * Recorded journals decided once more, with the same machines or with others: what would be different. Pure; reads and
 * writes nothing.
 */
@NullMarked
package dev.xorca.replay;

import org.jspecify.annotations.NullMarked;
