package dev.xorca.machine;

import dev.xorca.schemas.PayloadSchema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contracts that a machine declares.
 *
 * @param input the schema of what an orchestration is started with; null when none is declared
 * @param accepts the schema of an event's data by event type, in the author's order
 * @param emits the schema of an emitted event's data by event type, in the author's order
 * @param output the schema of what an orchestration hands over when it is done; null when none is declared
 */
public record MachineSchemas(
        @Nullable PayloadSchema input,
        Map<String, PayloadSchema> accepts,
        Map<String, PayloadSchema> emits,
        @Nullable PayloadSchema output) {

    public MachineSchemas {
        accepts = Collections.unmodifiableMap(new LinkedHashMap<>(accepts));
        emits = Collections.unmodifiableMap(new LinkedHashMap<>(emits));
    }
}
