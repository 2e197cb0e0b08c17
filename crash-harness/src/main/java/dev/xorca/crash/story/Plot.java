package dev.xorca.crash.story;

import java.util.Set;

/** The kinds of stories; each is about one machine, whose name it has. */
public enum Plot {
    /** The machine of the harness itself. */
    CRASH("crash"),
    HOTEL_RESERVATION("hotel-reservation"),
    FAN_OUT("fan-out"),
    PURCHASE_ORDER("purchase-order");

    private final String machine;

    Plot(String machine) {
        this.machine = machine;
    }

    /** Whether its machine is one of the samples; then it lies in the folder of this name. */
    public boolean isSample() {
        return this != CRASH;
    }

    /** The types of the events by which its machine starts others. */
    public Set<String> childStarts() {
        return this == HOTEL_RESERVATION ? Set.of(HotelStory.CHILD_START) : Set.of();
    }

    @Override
    public String toString() {
        return machine;
    }
}
