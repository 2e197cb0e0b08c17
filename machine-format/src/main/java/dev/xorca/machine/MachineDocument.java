package dev.xorca.machine;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.invoke.Deadline;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A machine together with the contracts that its document declares.
 *
 * @param file the document's name as the user knows it
 * @param machine the machine
 * @param schemas the contracts
 * @param lifeCycle what it says of the time before and after its orchestrations run
 * @param definition all of it as a JSON value: the document, or for a machine in Java its structure
 * @param hash identifies the definition: two documents with the same hash decide alike
 */
public record MachineDocument(
        String file,
        Machine machine,
        MachineSchemas schemas,
        LifeCycle lifeCycle,
        Map<String, Object> definition,
        String hash) {

    public MachineDocument {
        definition = Collections.unmodifiableMap(definition);
    }

    /** A machine with its contracts under the hash of its definition. */
    public static MachineDocument of(
            String file, Machine machine, MachineSchemas schemas, LifeCycle lifeCycle, Map<String, Object> definition) {
        return new MachineDocument(file, machine, schemas, lifeCycle, definition, hashOf(definition));
    }

    /** The schema of what an orchestration is started with; null when none is declared. */
    public @Nullable PayloadSchema input() {
        return schemas.input();
    }

    /** The schema of an event's data by event type. */
    public Map<String, PayloadSchema> accepts() {
        return schemas.accepts();
    }

    /** The schema of an emitted event's data by event type. */
    public Map<String, PayloadSchema> emits() {
        return schemas.emits();
    }

    /** The schema of what an orchestration hands over when it is done; null when none is declared. */
    public @Nullable PayloadSchema output() {
        return schemas.output();
    }

    /**
     * The types of all events that the machine emits, as far as it says: those of its actions and invocations, those it
     * declares, and what is announced of it.
     */
    public Set<String> emittedTypes() {
        var types = new LinkedHashSet<>(machine.emittedTypes());
        types.addAll(emits().keySet());
        types.addAll(announcedTypes());
        return Collections.unmodifiableSet(types);
    }

    /** The types of the events that the router emits of the machine's orchestrations, without an action of theirs. */
    public Set<String> announcedTypes() {
        var types = new LinkedHashSet<String>();
        if (lifeCycle.starts().stream().anyMatch(StartRule::announces)) {
            types.add(EventTypes.announcement(machine.name(), EventTypes.STARTED));
        }
        machine.forEachInvocation(invocation -> {
            if (invocation.deadline() != null && invocation.deadline().action() == Deadline.Action.NOTIFY) {
                types.add(EventTypes.announcement(machine.name(), EventTypes.TIMED_OUT));
            }
            // Where it takes its own failure, the machine can still fail at the answer.
            if (invocation.awaited()) {
                types.add(EventTypes.announcement(machine.name(), EventTypes.INCIDENT));
            }
        });
        if (lifeCycle.announcesCompletion()) {
            types.add(EventTypes.completion(machine.name(), true));
            types.add(EventTypes.completion(machine.name(), false));
        }
        return Collections.unmodifiableSet(types);
    }

    /** The descriptors of all events that orchestrations of the machine wait for, or are started by besides its start. */
    public Set<String> acceptedDescriptors() {
        var descriptors = new LinkedHashSet<>(machine.acceptedDescriptors());
        lifeCycle.starts().forEach(rule -> descriptors.add(rule.on()));
        return Collections.unmodifiableSet(descriptors);
    }

    private static String hashOf(Map<String, Object> definition) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Json.bytes(definition));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
