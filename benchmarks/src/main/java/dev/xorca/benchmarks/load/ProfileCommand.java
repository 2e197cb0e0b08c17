package dev.xorca.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where the CPU went, from a recording: by thread, and by what of ours, else of which library, was at work. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description =
                "Counts the samples of a recording: of each thread, and of the innermost method of ours on the stack; "
                        + "where there is none, of the library.")
final class ProfileCommand implements Callable<Integer> {
    private static final String OURS = "dev.xorca.";
    private static final int LIBRARY_WORDS = 5;

    @Parameters(paramLabel = "FILE", description = "A recording of JDK Flight Recorder.")
    private Path file = Path.of("");

    @Option(
            names = "--by",
            defaultValue = "METHOD",
            description = "What of ours is counted: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Detail detail = Detail.METHOD;

    @Option(names = "--top", defaultValue = "60", description = "How many lines are shown (default: ${DEFAULT-VALUE}).")
    private int top;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** How fine samples are told apart. */
    enum Detail {
        CLASS,
        METHOD,
        /** The innermost method at all. */
        LEAF
    }

    @Override
    public Integer call() throws IOException {
        var threads = new TreeMap<String, Integer>();
        var places = new TreeMap<String, Integer>();
        int samples = 0;
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    var thread = thread(event);
                    threads.merge(thread, 1, Integer::sum);
                    places.merge(thread + "  " + place(event.getStackTrace().getFrames()), 1, Integer::sum);
                    samples++;
                }
            }
        }
        print(threads, samples);
        spec.commandLine().getOut().println();
        print(places, samples);
        return 0;
    }

    private void print(Map<String, Integer> counts, int samples) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(top)
                .forEach(entry -> spec.commandLine()
                        .getOut()
                        .printf("%5.1f %%  %s%n", 100.0 * entry.getValue() / samples, entry.getKey()));
    }

    private static String thread(RecordedEvent sample) {
        var thread = sample.getThread("sampledThread");
        var name = thread == null || thread.getJavaName() == null ? "?" : thread.getJavaName();
        return name.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-?", "")
                .replaceAll("-?\\d+$", "");
    }

    private String place(List<RecordedFrame> frames) {
        if (detail == Detail.LEAF) {
            return frames.isEmpty() ? "?" : name(frames.get(0), Detail.METHOD);
        }
        return frames.stream()
                .filter(frame -> frame.getMethod().getType().getName().startsWith(OURS))
                .findFirst()
                .map(frame -> name(frame, detail))
                .orElseGet(() -> library(frames));
    }

    private static String name(RecordedFrame frame, Detail detail) {
        var type = frame.getMethod().getType().getName().replaceFirst("^dev\\.xorca\\.", "");
        return detail == Detail.CLASS
                ? type.replaceFirst("\\$.*", "")
                : type + "." + frame.getMethod().getName();
    }

    /** The package of the innermost frame that is not the JDK's. */
    private static String library(List<RecordedFrame> frames) {
        return frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun."))
                .findFirst()
                .map(name -> {
                    var words = name.split("\\.");
                    return String.join(".", List.of(words).subList(0, Math.min(LIBRARY_WORDS, words.length - 1)))
                            + ".*";
                })
                .orElse("JDK");
    }
}
