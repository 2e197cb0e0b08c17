package dev.xorca.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals as earlier releases wrote them, one folder for each version of the format: {@code NAME.jsonl} is a journal,
 * {@code NAME.state.json} what it leads to. Files are added here, none is ever changed.
 */
class RecordedJournalsTest {
    private static final Path FOLDER = Path.of("src/test/resources/journals");

    static Stream<Path> journals() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("journals")
    void aRecordedJournalLeadsToTheSameStateForEver(Path journal) throws IOException {
        OrchestrationState state = null;
        for (var line : Files.readAllLines(journal)) {
            state = OrchestrationState.apply(state, EntryCodec.read(line.getBytes(UTF_8)));
        }
        var expected = Files.readString(Path.of(journal.toString().replace(".jsonl", ".state.json")));
        assertThat(told(state)).isEqualTo(Json.read(expected));
    }

    /** As long as the format has this version, what was written then is written now. */
    @ParameterizedTest
    @MethodSource("journals")
    void anEntryOfTheNewestVersionIsWrittenAsItWasRead(Path journal) throws IOException {
        for (var line : Files.readAllLines(journal)) {
            if (line.startsWith("{\"v\":1,")) {
                var entry = EntryCodec.read(line.getBytes(UTF_8));
                assertThat(new String(EntryCodec.write(entry), UTF_8)).isEqualTo(line);
            }
        }
    }

    private static Map<String, Object> told(OrchestrationState state) {
        var told = new LinkedHashMap<String, Object>();
        told.put("machine", state.machine().name() + " " + state.machine().version());
        told.put("sequence", state.sequence());
        told.put("startedAt", state.startedAt().toString());
        told.put("input", state.start().input());
        told.put("correlationId", state.start().correlationId());
        told.put("configuration", state.position().configuration());
        told.put("history", state.position().history());
        told.put("status", state.position().status().name());
        told.put("output", state.position().output());
        told.put("context", state.context());
        told.put("seen", (long) state.seen().size());
        return told;
    }
}
