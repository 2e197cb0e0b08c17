/** Contracts: JSON values, the JSON Schemas of events, and the check of one against the other. */
@NullMarked
package dev.xorca.schemas;

import org.jspecify.annotations.NullMarked;
