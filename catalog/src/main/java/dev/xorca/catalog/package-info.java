/** The event catalogue: which events machines take and emit, with their schemas, for those who have to meet them. */
@NullMarked
package dev.xorca.catalog;

import org.jspecify.annotations.NullMarked;
