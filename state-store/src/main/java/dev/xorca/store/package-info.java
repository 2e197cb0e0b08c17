/**
 * The past and present of every orchestration: an append-only journal of what each event did, and the state that is its
 * fold.
 */
@NullMarked
package dev.xorca.store;

import org.jspecify.annotations.NullMarked;
