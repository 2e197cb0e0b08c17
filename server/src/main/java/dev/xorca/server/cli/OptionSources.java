package dev.xorca.server.cli;

import dev.xorca.machine.source.SourceException;
import dev.xorca.machine.source.SourceLimits;
import dev.xorca.machine.source.SourceNode;
import dev.xorca.machine.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options from a file and from the environment, put behind a command as if they had been typed. */
final class OptionSources {
    private static final String CONFIG = "config";

    private OptionSources() {}

    /**
     * The arguments with those options added that stand elsewhere. Only commands that have {@code --config} take any.
     *
     * @throws CommandFailure when the file cannot be read, or has what the command does not know
     */
    static String[] expand(CommandLine top, String[] arguments, Map<String, String> environment) {
        var command = arguments.length == 0 ? null : top.getSubcommands().get(arguments[0]);
        if (command == null || command.getCommandSpec().findOption("--" + CONFIG) == null) {
            return arguments;
        }
        var options = new LinkedHashMap<String, OptionSpec>();
        command.getCommandSpec().options().forEach(option -> {
            if (option.longestName().startsWith("--")) {
                options.put(option.longestName().substring(2), option);
            }
        });
        options.keySet().removeAll(List.of("help", "version", "verbose"));
        var typed = List.of(arguments);
        var file = typedConfig(typed).or(() -> Optional.ofNullable(environment.get(variable(CONFIG))));
        var fromFile = file.map(name -> read(Path.of(name), options)).orElse(Map.of());
        var expanded = new ArrayList<>(typed);
        options.forEach((name, option) -> {
            if (isTyped(typed, name) || name.equals(CONFIG)) {
                return;
            }
            var variable = environment.get(variable(name));
            if (variable != null) {
                var values = option.isMultiValue() ? Arrays.asList(variable.split(",")) : List.of(variable);
                values.forEach(value -> expanded.add("--" + name + "=" + value));
            } else {
                fromFile.getOrDefault(name, List.of()).forEach(value -> expanded.add("--" + name + "=" + value));
            }
        });
        return expanded.toArray(new String[0]);
    }

    private static String variable(String option) {
        return "XORCA_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Optional<String> typedConfig(List<String> typed) {
        for (int i = 0; i < typed.size(); i++) {
            if (typed.get(i).startsWith("--" + CONFIG + "=")) {
                return Optional.of(typed.get(i).substring(CONFIG.length() + 3));
            } else if (typed.get(i).equals("--" + CONFIG) && i + 1 < typed.size()) {
                return Optional.of(typed.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private static boolean isTyped(List<String> typed, String name) {
        return typed.stream().anyMatch(each -> each.equals("--" + name) || each.startsWith("--" + name + "="));
    }

    private static Map<String, List<String>> read(Path file, Map<String, OptionSpec> options) {
        SourceNode node;
        try {
            node = SourceReader.read(file.toString(), Files.readString(file), SourceLimits.DEFAULT);
        } catch (IOException e) {
            throw new CommandFailure("file " + file + " cannot be read; check --config");
        } catch (SourceException e) {
            throw new CommandFailure(file + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
        }
        if (!(node instanceof SourceNode.Mapping mapping)) {
            throw new CommandFailure(file + " must hold options as 'key: value'");
        }
        var values = new LinkedHashMap<String, List<String>>();
        mapping.entries().forEach((key, entry) -> {
            if (!options.containsKey(key) || key.equals(CONFIG)) {
                throw new CommandFailure(file + ":" + entry.line() + ": there is no option '" + key + "'; there are "
                        + String.join(", ", new TreeSet<>(options.keySet())));
            }
            values.put(key, valuesOf(entry.value()));
        });
        return values;
    }

    private static List<String> valuesOf(SourceNode node) {
        var values = new ArrayList<String>();
        if (node instanceof SourceNode.Sequence sequence) {
            sequence.items().forEach(item -> values.add(String.valueOf(item.value())));
        } else if (node instanceof SourceNode.Mapping mapping) {
            mapping.entries()
                    .forEach(
                            (key, entry) -> values.add(key + "=" + entry.value().value()));
        } else {
            values.add(String.valueOf(node.value()));
        }
        return values;
    }
}
