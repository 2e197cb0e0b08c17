package dev.xorca.server.cli;

import dev.xorca.machine.Extension;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.Registry;
import dev.xorca.machine.Responder;
import dev.xorca.schemas.SchemaCompiler;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Java code beside the machine documents. Its classes stay loaded until the process ends. */
final class ExtensionOptions {
    private static final String SERVICE = "META-INF/services/" + Extension.class.getName();

    @Option(
            names = "--extensions",
            paramLabel = "JAR|DIR",
            description = "A jar, or a folder of jars, with guards, actions and delays that documents use by name, and "
                    + "responders to commands; may be repeated.")
    private List<Path> paths = List.of();

    private @Nullable Registry registry;

    /** Reads documents, which may use what is registered. */
    MachineDocuments documents() {
        return new MachineDocuments(SchemaCompiler.standard(), registry());
    }

    /** Who answers commands within the process, by their type. */
    Map<String, Responder> responders() {
        return registry().responders();
    }

    private Registry registry() {
        if (registry == null) {
            registry = paths.isEmpty() ? Registry.empty() : load(jars());
        }
        return registry;
    }

    private List<Path> jars() {
        var jars = new ArrayList<Path>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                jars.addAll(jarsIn(path));
            } else if (Files.isRegularFile(path)) {
                jars.add(path);
            } else {
                throw new CommandFailure("there is no file or folder " + path + "; check --extensions");
            }
        }
        return jars;
    }

    private static List<Path> jarsIn(Path folder) {
        try (var files = Files.list(folder)) {
            var jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new CommandFailure("there is no jar in " + folder + "; check --extensions");
            }
            return jars;
        } catch (IOException e) {
            throw new CommandFailure("folder " + folder + " cannot be read: " + e.getMessage());
        }
    }

    private static Registry load(List<Path> jars) {
        var urls = jars.stream().map(ExtensionOptions::url).toArray(URL[]::new);
        // Not closed: what is registered may load further classes at any time.
        var loader = new URLClassLoader("extensions", urls, Extension.class.getClassLoader());
        var builder = Registry.builder();
        int found = 0;
        try {
            for (var extension : ServiceLoader.load(Extension.class, loader)) {
                register(extension, builder);
                found++;
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new CommandFailure("an extension cannot be loaded: " + e.getMessage());
        }
        if (found == 0) {
            throw new CommandFailure("there is no extension in "
                    + String.join(", ", jars.stream().map(Path::toString).toList())
                    + "; a jar names its class in " + SERVICE);
        }
        return builder.build();
    }

    private static void register(Extension extension, Registry.Builder builder) {
        try {
            extension.register(builder);
        } catch (RuntimeException e) {
            throw new CommandFailure(
                    "extension " + extension.getClass().getName() + " cannot be registered: " + e.getMessage());
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new CommandFailure("file " + jar + " has no address: " + e.getMessage());
        }
    }
}
