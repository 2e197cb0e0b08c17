package dev.xorca.machine.simulate;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Runs every machine of a folder that has events beside it: {@code NAME.machine.json} (or {@code .yaml}, {@code .yml}) with
 * {@code NAME.events.jsonl} gives {@code NAME.out.jsonl}. What goes wrong with one of them does not keep the others from
 * running.
 */
public final class SimulationBatch {
    private static final Pattern MACHINE = Pattern.compile("(.+)\\.machine\\.(?:json|yaml|yml)");

    private final MachineDocuments documents;
    private final Function<MachineDocument, Run> runs;

    /**
     * Prepares a batch.
     *
     * @param runs makes the run of a machine; throws a {@link BadInputException}, which names the file, for one
     *     that cannot run
     */
    public SimulationBatch(MachineDocuments documents, Function<MachineDocument, Run> runs) {
        this.documents = documents;
        this.runs = runs;
    }

    /**
     * What came of a folder.
     *
     * @param cases how many machines had events
     * @param problems what kept some of them from running, or could not be understood, for the person who wrote it
     */
    public record Result(int cases, List<String> problems) {}

    /**
     * Runs a folder; those below it are left alone.
     *
     * @throws IOException when the folder cannot be read
     */
    public Result run(Path folder) throws IOException {
        var problems = new ArrayList<String>();
        var cases = cases(folder);
        cases.forEach((name, machines) -> {
            try {
                problems.addAll(run(folder, name, machines));
            } catch (IOException | UncheckedIOException e) {
                problems.add(folder.resolve(name) + ": " + e);
            }
        });
        return new Result(cases.size(), problems);
    }

    private static Map<String, List<Path>> cases(Path folder) throws IOException {
        var cases = new TreeMap<String, List<Path>>();
        try (var files = Files.list(folder)) {
            files.sorted().forEach(file -> {
                var matcher = MACHINE.matcher(String.valueOf(file.getFileName()));
                if (matcher.matches() && Files.isRegularFile(folder.resolve(matcher.group(1) + ".events.jsonl"))) {
                    cases.computeIfAbsent(matcher.group(1), name -> new ArrayList<>())
                            .add(file);
                }
            });
        }
        return cases;
    }

    private List<String> run(Path folder, String name, List<Path> machines) throws IOException {
        var out = folder.resolve(name + ".out.jsonl");
        // What an earlier run has written must not pass for the answer of this one.
        Files.deleteIfExists(out);
        if (machines.size() > 1) {
            return List.of(machines.get(0) + ": there is " + machines.get(1) + " as well; keep one of them");
        }
        var events = folder.resolve(name + ".events.jsonl");
        try (var lines = Files.newBufferedReader(events)) {
            var simulation = new SimulationLines(runs.apply(documents.read(machines.get(0))));
            try (var writer = Files.newBufferedWriter(out, StandardCharsets.UTF_8)) {
                return simulation.run(lines, line -> writer.append(line).append('\n')).stream()
                        .map(problem -> events + ": " + problem)
                        .toList();
            }
        } catch (DocumentException e) {
            return e.problems().stream().map(Object::toString).toList();
        } catch (BadInputException e) {
            return List.of(String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            return List.of(events + ": the file is not UTF-8 text; save it as UTF-8");
        }
    }
}
