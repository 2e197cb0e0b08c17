package dev.xorca.server.node;

import dev.xorca.machine.MachineDocument;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.store.EntryCodec;
import dev.xorca.store.JournalReader;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /orchestrations/SUBJECT}: what one orchestration is, and what it has been through. */
final class OrchestrationResource {
    /** Entries can be large; a page ends early rather than take all memory. */
    private static final int MAX_PAGE_BYTES = 4_000_000;

    private final ClusterReader cluster;

    OrchestrationResource(ClusterReader cluster) {
        this.cluster = cluster;
    }

    void state(Context context) {
        var subject = Parameters.subject(context);
        cluster.ask(
                        context,
                        cluster.queries().find(subject),
                        path(subject),
                        store -> state(subject, store, cluster.machine(subject)))
                .send(context);
    }

    static String path(Subject subject) {
        return "/orchestrations/" + subject.encodeForUrl();
    }

    /** @param machine the one that goes on with it; empty when it is not here */
    static Optional<Map<String, Object>> state(
            Subject subject, JournalReader store, Optional<MachineDocument> machine) {
        var encoded = subject.encode();
        return store.load(encoded)
                .map(state -> OrchestrationJson.of(subject, state, store.countHeld(encoded), machine.orElse(null)));
    }

    void journal(Context context) {
        var subject = Parameters.subject(context);
        long from = Parameters.number(context, "from", 1, 1, Long.MAX_VALUE);
        int limit = Parameters.limit(context);
        cluster.ask(
                        context,
                        cluster.queries().find(subject),
                        journalPath(subject, from, limit),
                        store -> journal(subject, from, limit, store))
                .send(context);
    }

    static String journalPath(Subject subject, long from, int limit) {
        return path(subject) + "/journal?from=" + from + "&limit=" + limit;
    }

    static Optional<Map<String, Object>> journal(Subject subject, long from, int limit, JournalReader store) {
        var encoded = subject.encode();
        var state = store.load(encoded);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        var entries = new ArrayList<Map<String, Object>>();
        var bytes = new long[1];
        store.read(encoded, from, entry -> {
            var json = EntryCodec.toJson(entry);
            entries.add(json);
            bytes[0] += Json.bytes(json).length;
            return entries.size() < limit && bytes[0] < MAX_PAGE_BYTES;
        });
        var json = new LinkedHashMap<String, Object>();
        json.put("subject", encoded);
        json.put("entries", entries);
        long next = from + entries.size();
        if (next <= state.get().sequence() && !entries.isEmpty()) {
            json.put("next", journalPath(subject, next, limit));
        }
        return Optional.of(json);
    }
}
