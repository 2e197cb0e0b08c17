package dev.xorca.runtime;

import java.util.List;

/**
 * The answer to a question about what a partition holds.
 *
 * @param <T> what was asked for
 */
public sealed interface Reading<T> {

    /**
     * This node has it.
     *
     * @param standby whether it was read from a copy that may lag behind the owner's
     */
    record Here<T>(T value, boolean standby) implements Reading<T> {}

    /**
     * Other nodes have it.
     *
     * @param addresses of their HTTP interfaces, the owner's first, then those of nodes with copies
     */
    record Elsewhere<T>(List<String> addresses) implements Reading<T> {
        public Elsewhere {
            addresses = List.copyOf(addresses);
        }
    }

    /** Nobody has it now; it will be there when partitions have found their nodes and state has been restored. */
    record NotNow<T>(String reason) implements Reading<T> {}
}
