package dev.xorca.server.node;

import dev.xorca.catalog.CatalogJson;
import dev.xorca.catalog.EventKind;
import dev.xorca.catalog.EventType;
import dev.xorca.catalog.EventType.Contract;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.server.pages.ContractView;
import dev.xorca.server.pages.PrettyJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows event types with an event of theirs, made up by their schema. */
final class EventExamples {
    private EventExamples() {}

    /** An event type with its examples, as JSON. */
    static Map<String, Object> json(EventType event) {
        var json = new LinkedHashMap<>(CatalogJson.eventType(event));
        var examples = new ArrayList<Map<String, Object>>();
        event.contracts().forEach(contract -> example(event, contract).ifPresent(examples::add));
        json.put("examples", examples);
        return json;
    }

    /** The contracts of an event type with their examples, as people read them. */
    static List<ContractView> contracts(EventType event) {
        return event.contracts().stream()
                .map(contract -> new ContractView(
                        contract.data(),
                        contract.uses(),
                        PrettyJson.of(contract.data().document()),
                        example(event, contract).map(PrettyJson::of).orElse("")))
                .toList();
    }

    /** An event of this type, as the JSON format of CloudEvents writes it. */
    private static Optional<Map<String, Object>> example(EventType event, Contract contract) {
        return contract.data().example().map(data -> {
            var use = contract.uses().get(0);
            var isEmitted = event.producers().contains(use);
            var json = new LinkedHashMap<String, Object>();
            json.put("specversion", "1.0");
            json.put("id", "b6f1c1de-3f4e-4d0c-9d3b-5a2f6c8e7a10");
            json.put("source", isEmitted ? "xorca.orchestrator." + use.name() : "my.service");
            json.put("type", event.type());
            if (event.kind() != EventKind.START) {
                json.put("subject", new Subject("my-process", use.name(), use.version()).encode());
            }
            if (isEmitted) {
                json.put("time", "2026-01-31T12:00:00Z");
                json.put("causationid", "0c5d2c54-9b0c-4c8e-8f4f-0d2f7d1e6b3a");
                json.put("correlationid", "6a1e4f5c-2b7d-4e9a-8c3f-1d0b9a8e7f66");
            }
            json.put("datacontenttype", "application/json");
            json.put("data", isStartOfSomeVersion(event, data) ? withVersion(Json.object(data), use.version()) : data);
            return json;
        });
    }

    private static boolean isStartOfSomeVersion(EventType event, Object data) {
        return event.kind() == EventKind.START && data instanceof Map<?, ?> map && map.containsKey("version");
    }

    /** The schema of a start allows every version; one that is here says more. */
    private static Map<String, Object> withVersion(Map<String, Object> start, String version) {
        var json = new LinkedHashMap<>(start);
        json.put("version", version);
        return json;
    }
}
