package dev.xorca.store;

/** What makes two CloudEvents the same one (CloudEvents 1.0, "id"): source and id together. */
public record EventIdentity(String source, String id) {}
