/** The services of the {@code summary} machine, which fetches a book, summarises it and checks what came of it. */
@NullMarked
package dev.xorca.samples.summary;

import org.jspecify.annotations.NullMarked;
