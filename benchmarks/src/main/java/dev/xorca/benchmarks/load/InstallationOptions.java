package dev.xorca.benchmarks.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every scenario has. */
final class InstallationOptions {
    @Option(names = "--root", required = true, hidden = true, description = "The source tree.")
    private Path root = Path.of("");

    @Option(
            names = "--serve",
            paramLabel = "OPTION",
            description = "An option for ./xorca serve, as --serve=--threads=2; may be repeated.")
    private List<String> serve = List.of();

    @Option(
            names = "--router-java",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "Options for the router's JVM, separated by blanks.")
    private String routerJava = "";

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was measured as JSON, too.")
    private Optional<Path> json = Optional.empty();

    Installation installation() {
        return new Installation(root, root.resolve("benchmarks/target/load"));
    }

    /** Starts a node as asked for, with further options for its JVM. */
    void startRouter(Installation installation, String moreJava) throws InterruptedException {
        installation.startRouter((routerJava + " " + moreJava).strip(), serve);
    }

    Optional<Path> json() {
        return json;
    }

    /** What was run, and on what. */
    Map<String, Object> description() {
        var description = new LinkedHashMap<String, Object>();
        description.put("cores", Runtime.getRuntime().availableProcessors());
        description.put("java", System.getProperty("java.vm.version"));
        description.put("serve", serve);
        description.put("routerJava", routerJava);
        return description;
    }
}
