package dev.xorca.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** Jars as somebody else would build them. */
final class ExtensionJar {
    private ExtensionJar() {}

    /**
     * Compiles a class {@code acme.NAME} and puts it into a jar.
     *
     * @param register the body of its method
     */
    static Path of(Path folder, String name, String register) throws IOException {
        var source = Files.createDirectories(folder.resolve("acme")).resolve(name + ".java");
        Files.writeString(source, """
                package acme;

                import dev.xorca.machine.*;
                import java.util.*;

                public final class %s implements Extension {
                    @Override
                    public void register(Registry.Builder registry) {
                        %s
                    }
                }
                """.formatted(name, register));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        source.toString());
        if (failed != 0) {
            throw new AssertionError("the extension does not compile: " + register);
        }
        var jar = folder.resolve(name + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            put(
                    out,
                    "META-INF/services/dev.xorca.machine.Extension",
                    ("acme." + name).getBytes(StandardCharsets.UTF_8));
            try (var classes = Files.newDirectoryStream(source.getParent(), name + "*.class")) {
                for (var file : classes) {
                    put(out, "acme/" + file.getFileName(), Files.readAllBytes(file));
                }
            }
        }
        return jar;
    }

    private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
