package dev.xorca.machine.compatibility;

import dev.xorca.machine.compatibility.Change.Break;
import dev.xorca.machine.compatibility.Change.Pairing;
import dev.xorca.schemas.compatibility.Compatibility.Level;

/** What a new version must not break. */
public enum Policy {
    /** Services that stay as they are work with the new machine: what it takes is backward, what it emits forward. */
    SERVICES,
    /** Whoever reads by the new contracts can read what was written by the old. */
    BACKWARD,
    /** Whoever reads by the old contracts can read what is written by the new. */
    FORWARD,
    /** Both. */
    FULL,
    /** Anything may break. */
    NONE;

    boolean forbids(Break broken) {
        return switch (this) {
            case SERVICES -> broken.pairing() == Pairing.NEW_MACHINE_OLD_SERVICES;
            case BACKWARD -> broken.broken() == Level.BACKWARD;
            case FORWARD -> broken.broken() == Level.FORWARD;
            case FULL -> true;
            case NONE -> false;
        };
    }
}
