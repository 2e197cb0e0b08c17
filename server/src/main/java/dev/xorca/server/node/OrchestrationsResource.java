package dev.xorca.server.node;

import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import dev.xorca.store.JournalReader;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /orchestrations}: which orchestrations there are, page by page, through all partitions one after the other. The
 * order is that of partitions, then of the store; it stays the same. What starts or ends meanwhile may be missed.
 */
final class OrchestrationsResource {
    private static final String ORCHESTRATIONS = "orchestrations";

    private final ClusterReader cluster;

    OrchestrationsResource(ClusterReader cluster) {
        this.cluster = cluster;
    }

    void get(Context context) {
        int limit = Parameters.limit(context);
        var after = Optional.ofNullable(context.queryParam("after"))
                .filter(text -> !text.isEmpty())
                .map(Parameters::subject);
        int partitions = cluster.queries().partitions();
        int only = (int) Parameters.number(context, "partition", -1, 0, partitions - 1L);
        var page = new Page(limit);
        int first = only >= 0 ? only : after.map(this::partitionOf).orElse(0);
        int last = only >= 0 ? only : partitions - 1;
        for (int partition = first; partition <= last && page.hasRoom(); partition++) {
            page.add(ask(context, partition, partition == first ? after : Optional.empty(), page.room()));
        }
        page.answer(only).send(context);
    }

    private int partitionOf(Subject subject) {
        int partition = cluster.queries().find(subject).partition();
        if (partition < 0) {
            throw Problem.unavailable("the nodes are sharing out the partitions");
        }
        return partition;
    }

    private Answer ask(Context context, int partition, Optional<Subject> after, int limit) {
        return cluster.ask(
                context,
                cluster.queries().find(partition),
                path(partition, after, limit),
                store -> Optional.of(page(store, after, limit)));
    }

    private static String path(int partition, Optional<Subject> after, int limit) {
        return "/orchestrations?" + (partition < 0 ? "" : "partition=" + partition + "&")
                + after.map(subject -> "after=" + subject.encodeForUrl() + "&").orElse("")
                + "limit=" + limit;
    }

    private static Map<String, Object> page(JournalReader store, Optional<Subject> after, int limit) {
        var found = new ArrayList<Map<String, Object>>();
        for (var subject : store.subjects(after.map(Subject::encode).orElse(""), limit)) {
            try {
                found.add(OrchestrationJson.of(Subject.parse(subject)));
            } catch (SubjectException e) {
                throw new IllegalStateException("the store has '" + subject + "', which is no subject", e);
            }
        }
        return Map.of(ORCHESTRATIONS, found);
    }

    /** What has been found so far. */
    private static final class Page {
        private final int limit;
        private final List<Object> found = new ArrayList<>();
        private boolean standby;

        Page(int limit) {
            this.limit = limit;
        }

        boolean hasRoom() {
            return found.size() < limit;
        }

        int room() {
            return limit - found.size();
        }

        void add(Answer part) {
            if (!part.isFound()) {
                throw Problem.unavailable("another node answers with " + part.status());
            }
            standby |= part.standby();
            if (part.json().get(ORCHESTRATIONS) instanceof List<?> more) {
                found.addAll(more);
            }
        }

        Answer answer(int partition) {
            var json = new LinkedHashMap<String, Object>();
            json.put(ORCHESTRATIONS, found);
            if (!hasRoom() && found.get(found.size() - 1) instanceof Map<?, ?> last) {
                var subject = Parameters.subject(String.valueOf(last.get("subject")));
                json.put("next", path(partition, Optional.of(subject), limit));
            }
            return Answer.of(json, standby);
        }
    }
}
