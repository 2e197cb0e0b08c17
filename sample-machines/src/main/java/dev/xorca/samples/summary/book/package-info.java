/** The contract of {@code cmd.book.fetch} in Java, and what serves it; generated, all but this. */
package dev.xorca.samples.summary.book;
