package dev.xorca.machine.compatibility;

import dev.xorca.machine.compatibility.MachineContract.Payload;
import dev.xorca.schemas.compatibility.Compatibility;
import dev.xorca.schemas.compatibility.Compatibility.Level;
import dev.xorca.schemas.compatibility.Difference;
import dev.xorca.schemas.compatibility.Reading;
import dev.xorca.schemas.compatibility.Reading.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of one kind of payload with the new version.
 *
 * @param level the word of schema registries: {@code BACKWARD} when whoever reads by the new contract can read what was
 *     written by the old, {@code FORWARD} the other way round
 * @param breaks what does not work together, with whom; empty when all does
 */
public record Change(Payload payload, Kind kind, Level level, List<Break> breaks) {

    public Change {
        breaks = List.copyOf(breaks);
    }

    /** What has happened to it. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        SAME
    }

    /** Which pairing of machine and service a break is in. */
    public enum Pairing {
        /** The new machine, and services that stayed as they are. */
        NEW_MACHINE_OLD_SERVICES,
        /** Services by the new contract, and the old machine, whose orchestrations go on until they are over. */
        OLD_MACHINE_NEW_SERVICES
    }

    /**
     * What does not work together.
     *
     * @param broken the word that does not hold for it: {@code BACKWARD} or {@code FORWARD}
     * @param isProven whether it breaks for sure; otherwise it may
     * @param whom for whom it breaks, and what happens
     * @param remedy which side has to be upgraded first
     * @param differences where the contracts differ; none when a type was added or removed
     */
    public record Break(
            Pairing pairing, Level broken, boolean isProven, String whom, String remedy, List<Difference> differences) {
        public Break {
            differences = List.copyOf(differences);
        }
    }

    /** A contract that both versions have. */
    static Change changed(Payload payload, Compatibility schemas, boolean isSame) {
        var breaks = new ArrayList<Break>();
        if (schemas.backward().verdict() != Verdict.READS) {
            breaks.add(
                    payload.role().isRead()
                            ? machineRefuses(payload, schemas.backward())
                            : servicesRefuseOld(schemas.backward()));
        }
        if (schemas.forward().verdict() != Verdict.READS) {
            breaks.add(
                    payload.role().isRead()
                            ? oldMachineRefuses(schemas.forward())
                            : servicesRefuse(payload, schemas.forward()));
        }
        return new Change(payload, isSame ? Kind.SAME : Kind.CHANGED, schemas.level(), breaks);
    }

    private static Break machineRefuses(Payload payload, Reading reading) {
        return of(
                Pairing.NEW_MACHINE_OLD_SERVICES,
                Level.BACKWARD,
                reading,
                "the new machine refuses what " + payload.role().others() + " may send today",
                "upgrade " + payload.role().others() + " first");
    }

    private static Break oldMachineRefuses(Reading reading) {
        return of(
                Pairing.OLD_MACHINE_NEW_SERVICES,
                Level.FORWARD,
                reading,
                "orchestrations of the old version refuse what may be sent by the new contract",
                "deploy the machine first, and keep to the old contract with orchestrations of the old version");
    }

    private static Break servicesRefuse(Payload payload, Reading reading) {
        return of(
                Pairing.NEW_MACHINE_OLD_SERVICES,
                Level.FORWARD,
                reading,
                payload.role().others() + " today may not be able to read what the new machine may emit",
                "upgrade " + payload.role().others() + " first");
    }

    private static Break servicesRefuseOld(Reading reading) {
        return of(
                Pairing.OLD_MACHINE_NEW_SERVICES,
                Level.BACKWARD,
                reading,
                "services by the new contract cannot read what orchestrations of the old version may emit",
                "upgrade the services to read both, or after the last orchestration of the old version");
    }

    private static Break of(Pairing pairing, Level broken, Reading reading, String whom, String remedy) {
        return new Break(pairing, broken, reading.verdict() == Verdict.BREAKS, whom, remedy, reading.differences());
    }

    static Change added(Payload payload) {
        // Nobody waits for an answer to a notification; a command without a service leaves its orchestration waiting.
        return payload.role() == Role.EMITTED && payload.type().startsWith("cmd.")
                ? new Change(
                        payload,
                        Kind.ADDED,
                        Level.BACKWARD,
                        List.of(new Break(
                                Pairing.NEW_MACHINE_OLD_SERVICES,
                                Level.FORWARD,
                                false,
                                "the new machine waits for an answer that no service may give yet",
                                "deploy a service for " + payload.type() + " first",
                                List.of())))
                : new Change(payload, Kind.ADDED, Level.FULL, List.of());
    }

    static Change removed(Payload payload) {
        if (payload.role() == Role.ACCEPTED) {
            return new Change(
                    payload,
                    Kind.REMOVED,
                    Level.FORWARD,
                    List.of(new Break(
                            Pairing.NEW_MACHINE_OLD_SERVICES,
                            Level.BACKWARD,
                            true,
                            "the new machine takes no such event; what "
                                    + payload.role().others() + " send today is without effect",
                            "upgrade " + payload.role().others() + " first, or keep the event",
                            List.of())));
        }
        return new Change(
                payload,
                Kind.REMOVED,
                Level.FORWARD,
                List.of(new Break(
                        Pairing.NEW_MACHINE_OLD_SERVICES,
                        Level.BACKWARD,
                        false,
                        payload.role().others() + " today wait in vain if they rely on it",
                        "upgrade " + payload.role().others() + " first",
                        List.of())));
    }

    /** Whether a policy forbids the change. */
    boolean violates(Policy policy, boolean isStrict) {
        return breaks.stream().anyMatch(each -> (each.isProven || isStrict) && policy.forbids(each));
    }
}
