/** Machines written in Java: the same model as a document gives, with records for data and lambdas for expressions. */
@NullMarked
package dev.xorca.dsl;

import org.jspecify.annotations.NullMarked;
