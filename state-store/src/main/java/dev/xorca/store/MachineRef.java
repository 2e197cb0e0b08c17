package dev.xorca.store;

/** The definition that decided a step: name, version, and the hash that tells whether it is still the same. */
public record MachineRef(String name, String version, String hash) {}
