/** The catalogue as web pages: pure functions from what there is to HTML. */
@NullMarked
package dev.xorca.server.pages;

import org.jspecify.annotations.NullMarked;
