package dev.xorca.machine;

import dev.xorca.schemas.SchemaCompiler;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads machine documents: one by one, or all that a folder holds. Safe for any number of threads. */
public final class MachineDocuments {
    /** Where builds leave copies, and beside which files a folder of that name is such a place. */
    private static final Map<String, List<String>> BUILD_FILES =
            Map.of("target", List.of("pom.xml"), "build", List.of("build.gradle", "build.gradle.kts"));

    private final SchemaCompiler schemas;
    private final Registry registry;
    private final @Nullable Path all;

    public MachineDocuments() {
        this(SchemaCompiler.standard());
    }

    public MachineDocuments(SchemaCompiler schemas) {
        this(schemas, Registry.empty());
    }

    /** Reads documents that may use by name what is registered. */
    public MachineDocuments(SchemaCompiler schemas, Registry registry) {
        this(schemas, registry, null);
    }

    private MachineDocuments(SchemaCompiler schemas, Registry registry, @Nullable Path all) {
        this.schemas = schemas;
        this.registry = registry;
        this.all = all;
    }

    /**
     * Reads documents whose schemas may refer, by {@code $id}, to those of every {@code *.schema.json}, {@code .yaml} or
     * {@code .yml} below a folder. By path they may refer to what is in their own folder and below, with or without this.
     */
    public MachineDocuments sharing(Path folder) {
        return new MachineDocuments(schemas, registry, folder);
    }

    /**
     * Reads a document that is in no folder, so that its schemas may refer to itself only.
     *
     * @param file its name, for messages; one that ends in {@code .json} is read as JSON, any other as YAML
     * @throws DocumentException with every problem of the document
     */
    public MachineDocument read(String file, String text) {
        return new DocumentReader(file, schemas, registry, value -> SchemaFolder.none(file, value)).read(text);
    }

    /**
     * Reads a document from a file.
     *
     * @throws DocumentException with every problem of the document
     * @throws IOException when the file cannot be read
     */
    public MachineDocument read(Path file) throws IOException {
        try {
            return read(file, Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw new DocumentException(List.of(new DocumentProblem(
                    file.toString(), 1, 1, "", "encoding", "the file is not UTF-8 text", "save it as UTF-8")));
        }
    }

    /**
     * Reads the text of a document that is in a file.
     *
     * @throws DocumentException with every problem of the document
     */
    public MachineDocument read(Path file, String text) {
        var folder = all == null ? file.toAbsolutePath().getParent() : all;
        return folder == null
                ? read(file.toString(), text)
                : new DocumentReader(file.toString(), schemas, registry, value -> SchemaFolder.of(file, value, folder))
                        .read(text);
    }

    /**
     * Reads every machine document below a folder: the files whose names end in {@code .machine.yaml},
     * {@code .machine.yml} or {@code .machine.json}, in the order of their paths.
     *
     * @throws DocumentException with every problem of every document
     * @throws IOException when the folder or a file cannot be read
     */
    public List<MachineDocument> readFolder(Path folder) throws IOException {
        var files = files(folder);
        var together = sharing(folder);
        var documents = new ArrayList<MachineDocument>();
        var problems = new ArrayList<DocumentProblem>();
        for (var file : files) {
            try {
                documents.add(together.read(file));
            } catch (DocumentException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new DocumentException(problems);
        }
        return documents;
    }

    /**
     * The machine documents below a folder, in the order of their paths. What is hidden, behind a name that begins with a
     * dot, is left out: Kubernetes mounts a ConfigMap with a second copy of it there. So are the copies that a build has
     * made: the folder {@code target} beside a {@code pom.xml}, and {@code build} beside a {@code build.gradle} or
     * {@code build.gradle.kts}.
     *
     * @throws IOException when the folder cannot be read
     */
    public static List<Path> files(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(MachineDocuments::isMachineDocument)
                    .filter(Files::isRegularFile)
                    .filter(file -> !isHidden(folder.relativize(file)) && !isBuilt(folder, file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isBuilt(Path folder, Path file) {
        for (var at = file.getParent(); at != null && !at.equals(folder); at = at.getParent()) {
            var beside = BUILD_FILES.getOrDefault(String.valueOf(at.getFileName()), List.of());
            if (beside.stream().map(at::resolveSibling).anyMatch(Files::isRegularFile)) {
                return true;
            }
        }
        return false;
    }

    static boolean isHidden(Path path) {
        for (var name : path) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a file's name is that of a machine document. */
    public static boolean isMachineDocument(Path file) {
        return String.valueOf(file.getFileName()).matches(".*\\.machine\\.(yaml|yml|json)");
    }
}
