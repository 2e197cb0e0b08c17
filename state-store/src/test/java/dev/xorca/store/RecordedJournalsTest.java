package dev.xorca.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.schemas.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
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
        return journals(FOLDER);
    }

    static Stream<Path> newestJournals() throws IOException {
        return journals(FOLDER.resolve("v3"));
    }

    static Stream<Path> packedJournals() throws IOException {
        return journals().filter(journal -> Files.exists(packed(journal)));
    }

    private static Stream<Path> journals(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
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
        var expected =
                Json.readObject(Files.readAllBytes(Path.of(journal.toString().replace(".jsonl", ".state.json"))));
        var told = told(state);
        // A release says no more of a state than it knew.
        told.keySet().retainAll(expected.keySet());
        assertThat(told).isEqualTo(expected);
    }

    /** As long as the format has this version, what was written then is written now. */
    @ParameterizedTest
    @MethodSource("newestJournals")
    void anEntryOfTheNewestVersionIsWrittenAsItWasRead(Path journal) throws IOException {
        for (var line : Files.readAllLines(journal)) {
            var entry = EntryCodec.read(line.getBytes(UTF_8));
            assertThat(Json.text(EntryCodec.toJson(entry))).isEqualTo(line);
        }
    }

    @ParameterizedTest
    @MethodSource("packedJournals")
    void anEntryIsReadAsItWasPacked(Path journal) throws IOException {
        var lines = Files.readAllLines(journal);
        var packed = Files.readAllLines(packed(journal));
        assertThat(packed).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            var entry = EntryCodec.read(lines.get(i).getBytes(UTF_8));
            assertThat(EntryCodec.read(Base64.getDecoder().decode(packed.get(i))))
                    .isEqualTo(entry);
        }
    }

    @ParameterizedTest
    @MethodSource("newestJournals")
    void anEntryOfTheNewestVersionIsPackedAsItWasRead(Path journal) throws IOException {
        var packed = new ArrayList<String>();
        for (var line : Files.readAllLines(journal)) {
            var entry = EntryCodec.read(line.getBytes(UTF_8));
            packed.add(Base64.getEncoder().encodeToString(EntryCodec.write(entry)));
        }
        assertThat(packed).isEqualTo(Files.readAllLines(packed(journal)));
    }

    /** {@code NAME.packed} has the same journal as the store keeps it, each entry as a line of base64. */
    private static Path packed(Path journal) {
        return Path.of(journal.toString().replace(".jsonl", ".packed"));
    }

    /** What was written in an old version may be written anew: nothing is lost. */
    @ParameterizedTest
    @MethodSource("journals")
    void anEntryWrittenAnewSaysTheSame(Path journal) throws IOException {
        for (var line : Files.readAllLines(journal)) {
            var entry = EntryCodec.read(line.getBytes(UTF_8));
            assertThat(EntryCodec.read(EntryCodec.write(entry))).isEqualTo(entry);
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
        told.put("seen", (long) SeenEventsTest.remembered(state.seen()));
        told.put("changedAt", state.changedAt().toString());
        told.put("startedAtOffset", state.startedAtOffset());
        told.put("offset", state.offset());
        told.put(
                "startedBy",
                List.of(state.startedBy().source(), state.startedBy().id()));
        told.put(
                "timers",
                state.timers().values().stream().map(EntryCodec::toJson).toList());
        told.put("tenant", state.start().tenant());
        told.put(
                "parent",
                state.start().parent() == null
                        ? null
                        : CallCodec.toJson(state.start().parent()));
        told.put("calls", state.calls().values().stream().map(CallCodec::toJson).toList());
        told.put("undos", state.undos().stream().map(CallCodec::toJson).toList());
        return told;
    }
}
