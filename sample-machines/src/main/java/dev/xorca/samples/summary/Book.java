package dev.xorca.samples.summary;

/** A book of the library, or the chapter of one, with its whole text. */
public record Book(String id, String title, String author, int year, String text) {}
