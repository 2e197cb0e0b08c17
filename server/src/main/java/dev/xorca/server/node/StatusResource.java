package dev.xorca.server.node;

import dev.xorca.runtime.NodeStatus;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.schemas.Json;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /status}: how this node is, and what it knows of the others. */
final class StatusResource {
    private final Supplier<OrchestratorRuntime> runtime;

    StatusResource(Supplier<OrchestratorRuntime> runtime) {
        this.runtime = runtime;
    }

    void get(Context context) {
        context.contentType("application/json")
                .result(Json.bytes(json(runtime.get().status())));
    }

    private static Map<String, Object> json(NodeStatus status) {
        var json = new LinkedHashMap<String, Object>();
        json.put("applicationId", status.applicationId());
        json.put("instanceId", status.instanceId());
        json.put("address", status.address());
        json.put("ready", status.ready());
        json.put("orchestrator", status.orchestrator().toLowerCase(Locale.ROOT));
        json.put("intake", status.intake().toLowerCase(Locale.ROOT));
        json.put("lastFailure", status.lastFailure());
        json.put(
                "partitions",
                status.partitions().stream().map(StatusResource::copy).toList());
        json.put("inbox", status.inbox().stream().map(StatusResource::inbox).toList());
        status.intakeLag().ifPresent(lag -> json.put("intakeLag", lag));
        json.put("nodes", status.nodes().stream().map(StatusResource::peer).toList());
        return json;
    }

    private static Map<String, Object> copy(NodeStatus.Copy copy) {
        var json = new LinkedHashMap<String, Object>();
        json.put("partition", copy.partition());
        json.put("role", copy.role().name().toLowerCase(Locale.ROOT));
        copy.lag().ifPresent(lag -> json.put("lag", lag));
        copy.restored().ifPresent(restored -> json.put("restored", restored));
        copy.toRestore().ifPresent(total -> json.put("toRestore", total));
        return json;
    }

    private static Map<String, Object> inbox(NodeStatus.InboxPartition partition) {
        var json = new LinkedHashMap<String, Object>();
        json.put("partition", partition.partition());
        json.put("lag", partition.lag());
        return json;
    }

    private static Map<String, Object> peer(NodeStatus.Peer peer) {
        var json = new LinkedHashMap<String, Object>();
        json.put("address", peer.address());
        json.put("active", peer.active());
        json.put("standby", peer.standby());
        return json;
    }
}
