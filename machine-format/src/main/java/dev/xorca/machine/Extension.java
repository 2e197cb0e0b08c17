package dev.xorca.machine;

import java.util.ServiceLoader;

/**
 * Java code that machine documents use by name, and responders to commands, in a jar of its own: what a
 * {@link ServiceLoader} finds under this name. The class needs a public constructor without parameters.
 */
@FunctionalInterface
public interface Extension {

    /** Registers what this extension has. Called once, before any document is read. */
    void register(Registry.Builder registry);
}
