package dev.xorca.runtime;

import java.util.List;
import java.util.Optional;

/**
 * How a node is at the moment, and what it knows of the others.
 *
 * @param applicationId names the nodes that share the work
 * @param instanceId tells this node from the others; empty for none
 * @param address where this node's HTTP interface is; empty for nowhere
 * @param ready whether it does its share of the work
 * @param orchestrator the state of the Kafka Streams instance that has the orchestrations
 * @param intake the state of the one that takes events in
 * @param lastFailure what went wrong last, for people; empty for nothing
 * @param partitions what this node has of each partition, of which it has any
 * @param inbox how far the inbox has been taken, by all nodes; empty when Kafka does not tell in time
 * @param intakeLag how many events wait to be taken in, for all nodes; empty when Kafka does not tell in time
 * @param nodes all nodes, as far as this one has heard of them
 */
public record NodeStatus(
        String applicationId,
        String instanceId,
        String address,
        boolean ready,
        String orchestrator,
        String intake,
        String lastFailure,
        List<Copy> partitions,
        List<InboxPartition> inbox,
        Optional<Long> intakeLag,
        List<Peer> nodes) {

    public NodeStatus {
        partitions = List.copyOf(partitions);
        inbox = List.copyOf(inbox);
        nodes = List.copyOf(nodes);
    }

    /** What a node has a partition for. */
    public enum Role {
        /** It takes the partition's events. */
        ACTIVE,
        /** It follows, to take over. */
        STANDBY
    }

    /**
     * What a node has of a partition.
     *
     * @param lag how many changes of the state it has not got yet; empty when Kafka does not tell in time
     * @param restored how many of them it has read since it began to restore; empty when it is not restoring
     * @param toRestore how many there are to be read
     */
    public record Copy(
            int partition, Role role, Optional<Long> lag, Optional<Long> restored, Optional<Long> toRestore) {}

    /**
     * How far the inbox has been taken.
     *
     * @param lag how many events have come and are not decided
     */
    public record InboxPartition(int partition, long lag) {}

    /**
     * Another node, or this one, as the others see it.
     *
     * @param address of its HTTP interface; empty when it does not say
     * @param active the partitions that it takes
     * @param standby the partitions that it follows
     */
    public record Peer(String address, List<Integer> active, List<Integer> standby) {
        public Peer {
            active = List.copyOf(active);
            standby = List.copyOf(standby);
        }
    }
}
