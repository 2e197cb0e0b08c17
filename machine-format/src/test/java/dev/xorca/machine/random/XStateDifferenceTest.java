package dev.xorca.machine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random machines run beside XState v5, the same inputs, line by line. Where the two are meant to differ, the generator
 * keeps away ({@link RandomMachine.Purpose#XSTATE} and the comments there); every other difference is a mistake.
 *
 * <p>Needs Node and the npm registry, or npm's cache; skipped where they are not.
 */
class XStateDifferenceTest {
    private static final Path SOURCES = Path.of("src/test/xstate");
    private static final Path FOLDER = Path.of("target/xstate");
    private static final RandomMachine.Purpose PURPOSE = RandomMachine.Purpose.XSTATE;
    private static final int MACHINES = 300;
    private static final int INPUTS = 20;

    @BeforeAll
    static void installXState() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (var name : List.of("package.json", "package-lock.json", "oracle.mjs")) {
            Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(FOLDER.resolve("node_modules/xstate"))) {
            assumeTrue(
                    runs(null, "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"),
                    "XState cannot be installed (no npm, or no registry within reach): it is not compared with");
        }
        assumeTrue(runs(null, "node", "--version"), "there is no Node here: XState is not compared with");
    }

    @Test
    void weDoWhatXStateDoes() throws IOException, InterruptedException {
        var jobs = new ArrayList<String>();
        for (long seed = 0; seed < MACHINES; seed++) {
            var job = new LinkedHashMap<String, Object>();
            job.put("seed", seed);
            job.put("machine", RandomMachine.document(seed, PURPOSE));
            job.put("inputs", RandomMachine.inputs(seed, PURPOSE, INPUTS));
            jobs.add(Json.text(job));
        }
        var input = Files.write(FOLDER.resolve("jobs.jsonl"), jobs);
        assertThat(runs(input, "node", "oracle.mjs")).as("node oracle.mjs").isTrue();

        var answers = Files.readAllLines(FOLDER.resolve("node.out"));
        assertThat(answers).hasSize(MACHINES);
        int compared = 0;
        for (var answer : answers) {
            compared += compare(Json.object(Json.read(answer)));
        }
        assertThat(compared).as("lines compared").isGreaterThan(MACHINES * INPUTS / 2);
    }

    /** Compares one machine's lines up to the first step that one of the two ends by a limit. */
    private static int compare(Map<String, Object> answer) {
        var seed = (Long) answer.get("seed");
        assertThat(answer).as("seed %d", seed).doesNotContainKey("failure");
        var machine = new MachineDocuments()
                .read("random.machine.json", Json.text(RandomMachine.document(seed, PURPOSE)))
                .machine();
        var ours = Lines.of(machine, RandomMachine.inputs(seed, PURPOSE, INPUTS));
        var theirs = (List<?>) answer.get("lines");
        for (int i = 0; i < theirs.size(); i++) {
            var their = Json.object(theirs.get(i));
            if (ours.get(i).containsKey("error") || "error".equals(their.get("status"))) {
                return i;
            }
            assertThat(ours.get(i)).as("seed %d, line %d", seed, i + 1).isEqualTo(their);
        }
        return theirs.size();
    }

    /** Runs a program in the folder, its output in files there; false when it cannot be run, fails or takes too long. */
    private static boolean runs(Path input, String... command) throws InterruptedException {
        try {
            var builder = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectOutput(FOLDER.resolve(command[0] + ".out").toFile())
                    .redirectError(FOLDER.resolve(command[0] + ".err").toFile());
            builder.redirectInput(input == null ? new File("/dev/null") : input.toFile());
            var process = builder.start();
            if (process.waitFor(90, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
