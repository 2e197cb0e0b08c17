package dev.xorca.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.Registry;
import dev.xorca.machine.Responder;
import dev.xorca.rehearsal.Rehearsal;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.store.JournalLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Java code beside machine documents, from jars. */
class ExtensionsTest {
    private static final String GUARD = "registry.guard(\"isLarge\", scope -> true);";
    private static final String RESPONDER =
            "registry.responder(\"cmd.price.ask\", question -> new Responder.Done(Map.of(\"price\", 5L)));";

    @TempDir
    Path folder;

    private Path machines;

    @BeforeEach
    void writeMachine() throws IOException {
        machines = Files.createDirectory(folder.resolve("machines"));
        Files.writeString(machines.resolve("price.machine.yaml"), """
                name: price
                initial: Ask
                states:
                  Ask: { invoke: { command: cmd.price.ask, onDone: { target: Done, guard: isLarge }, onError: Done } }
                  Done: { type: final, output: "${event.data}" }
                """);
    }

    @Test
    void documentsUseWhatTheyRegister() throws IOException {
        var jar = ExtensionJar.of(folder, "Prices", GUARD);
        assertThat(CommandLines.run("check", machines.toString()).out()).contains("isLarge");
        var result = CommandLines.run("check", "--extensions", jar.toString(), machines.toString());
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).doesNotContain("isLarge");
    }

    @Test
    void aFolderStandsForItsJars() throws IOException {
        ExtensionJar.of(folder, "Prices", GUARD);
        ExtensionJar.of(folder, "Answers", RESPONDER);
        var options = CommandLine.populateCommand(new ExtensionOptions(), "--extensions", folder.toString());
        var reply = options.responders()
                .get("cmd.price.ask")
                .answer(new Responder.Question("cmd.price.ask", null, "t", Map.of(), Instant.EPOCH));
        assertThat(reply).isEqualTo(new Responder.Done(Map.of("price", 5L)));
        assertThat(options.documents().readFolder(machines)).hasSize(1);
    }

    @Test
    void simulationsAskTheResponders() throws IOException {
        var jar = ExtensionJar.of(folder, "Prices", GUARD + RESPONDER).toString();
        var events = Files.writeString(folder.resolve("events.jsonl"), "");
        var machine = machines.resolve("price.machine.yaml").toString();
        var result = CommandLines.run("simulate", "--extensions", jar, "--events", events.toString(), machine);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).contains("\"price\":5");
    }

    @Test
    void replaysAskTheResponders() throws IOException {
        var journal = folder.resolve("journal.jsonl");
        Files.writeString(journal, recorded(Map.of("price", 5L)), StandardCharsets.UTF_8);
        var jar = ExtensionJar.of(folder, "Prices", GUARD + RESPONDER).toString();
        var same = replay(jar, journal);
        assertThat(same.exitCode()).as(same.toString()).isZero();
        Files.writeString(journal, recorded(Map.of("price", 6L)), StandardCharsets.UTF_8);
        var other = replay(jar, journal);
        assertThat(other.exitCode()).as(other.toString()).isEqualTo(1);
    }

    private CommandLines.Result replay(String jar, Path journal) {
        return CommandLines.run(
                "replay", "--extensions", jar, "--machines", machines.toString(), "--journal", journal.toString());
    }

    /** The journal of an orchestration that was answered so at once. */
    private String recorded(Object answer) throws IOException {
        var registry = Registry.builder()
                .guard("isLarge", scope -> true)
                .responder("cmd.price.ask", question -> new Responder.Done(answer))
                .build();
        var documents = new MachineDocuments(SchemaCompiler.standard(), registry).readFolder(machines);
        var rehearsal =
                new Rehearsal(Machines.of(documents), RouterSettings.DEFAULT, registry.responders(), Instant.EPOCH);
        var subject = new Subject("p", "price", "1.0.0");
        var steps = rehearsal.start(subject, "start", Map.of());
        var line = JournalLine.write(subject.encode(), steps.get(0).decision().entry());
        return new String(line, StandardCharsets.UTF_8)
                + "\n"
                + new String(JournalLine.end(1, 1), StandardCharsets.UTF_8);
    }

    @Test
    void whatCannotBeLoadedIsASentence() throws IOException {
        var nothing = folder.resolve("nothing");
        assertThat(said(nothing.toString()))
                .isEqualTo("there is no file or folder " + nothing + "; check --extensions");
        assertThat(said(machines.toString())).isEqualTo("there is no jar in " + machines + "; check --extensions");
        var text = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertThat(said(text.toString())).startsWith("there is no extension in " + text + "; a jar names its class in");
        var own = ExtensionJar.of(folder, "Own", "registry.guard(\"and\", scope -> true);");
        assertThat(said(own.toString()))
                .isEqualTo("extension acme.Own cannot be registered: the name 'and' cannot be registered");
        var missing = ExtensionJar.of(folder, "Missing", "");
        try (var jar = FileSystems.newFileSystem(missing)) {
            Files.delete(jar.getPath("acme/Missing.class"));
        }
        assertThat(said(missing.toString()))
                .startsWith("an extension cannot be loaded: ")
                .contains("acme.Missing");
    }

    @Test
    void aQuestionHasOneAnswer() throws IOException {
        var one = ExtensionJar.of(folder, "One", RESPONDER);
        var other = ExtensionJar.of(folder, "Other", RESPONDER);
        var result = CommandLines.run(
                "check", "--extensions", one.toString(), "--extensions", other.toString(), machines.toString());
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err())
                .contains("extension acme.Other cannot be registered: a responder for 'cmd.price.ask' is registered");
    }

    private String said(String extensions) {
        var result = CommandLines.run("check", "--extensions", extensions, machines.toString());
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).startsWith("xorca: ").hasLineCount(1);
        return result.err().substring("xorca: ".length()).strip();
    }
}
