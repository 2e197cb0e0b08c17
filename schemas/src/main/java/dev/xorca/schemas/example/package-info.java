/** Values made from schemas: examples for people, and samples for whoever looks for differences. */
@NullMarked
package dev.xorca.schemas.example;

import org.jspecify.annotations.NullMarked;
