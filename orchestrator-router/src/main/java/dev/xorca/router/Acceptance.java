package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.router.Address.Undeliverable;
import dev.xorca.router.RouterSettings.MissingVersion;
import io.cloudevents.CloudEvent;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether some machine here would take an event, as far as that can be said without asking the orchestration. What nobody
 * takes does no harm, but whoever sends it wants to know.
 */
public final class Acceptance {
    private final Machines machines;
    private final MissingVersion missingVersion;

    public Acceptance(Machines machines, RouterSettings settings) {
        this.machines = machines;
        this.missingVersion = settings.missingVersion();
    }

    /**
     * Why nobody takes an event; empty when somebody may.
     *
     * @param subject the orchestration that it is addressed to
     */
    public Optional<Undeliverable> refusal(CloudEvent event, Subject subject) {
        if (!machines.has(subject.name())) {
            return Optional.of(new Undeliverable(
                    ErrorCode.FOREIGN_NAME.code(),
                    "no machine named '" + subject.name() + "' runs here; there are "
                            + (machines.names().isEmpty() ? "none" : String.join(", ", machines.names()))));
        }
        var starts = EventTypes.startedName(event.getType()).isPresent();
        var document = starts
                ? machines.find(subject.name(), subject.version())
                : machines.successor(subject.name(), subject.version(), missingVersion);
        if (document.isEmpty()) {
            return Optional.of(new Undeliverable(
                    ErrorCode.UNKNOWN_VERSION.code(),
                    subject.name() + " has no version " + subject.version() + " here; there are "
                            + String.join(", ", machines.versions(subject.name()))));
        }
        return starts ? Optional.empty() : document.flatMap(each -> unwanted(event.getType(), each));
    }

    private static Optional<Undeliverable> unwanted(String type, MachineDocument document) {
        return document.machine().waitsFor(type)
                ? Optional.empty()
                : Optional.of(new Undeliverable(
                        "not-accepted",
                        document.machine() + " takes no events of type '" + Text.shorten(type, 100) + "'; it takes "
                                + String.join(
                                        ", ", new TreeSet<>(document.machine().acceptedDescriptors()))));
    }
}
