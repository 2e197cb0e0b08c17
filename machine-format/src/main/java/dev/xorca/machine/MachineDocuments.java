package dev.xorca.machine;

import dev.xorca.schemas.SchemaCompiler;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads machine documents: one by one, or all that a folder holds. Safe for any number of threads. */
public final class MachineDocuments {
    private final SchemaCompiler schemas;
    private final Registry registry;

    public MachineDocuments() {
        this(SchemaCompiler.standard());
    }

    public MachineDocuments(SchemaCompiler schemas) {
        this(schemas, Registry.empty());
    }

    /** Reads documents that may use by name what is registered. */
    public MachineDocuments(SchemaCompiler schemas, Registry registry) {
        this.schemas = schemas;
        this.registry = registry;
    }

    /**
     * Reads a document.
     *
     * @param file its name, for messages; one that ends in {@code .json} is read as JSON, any other as YAML
     * @throws DocumentException with every problem of the document
     */
    public MachineDocument read(String file, String text) {
        return new DocumentReader(file, schemas, registry).read(text);
    }

    /**
     * Reads a document from a file.
     *
     * @throws DocumentException with every problem of the document
     * @throws IOException when the file cannot be read
     */
    public MachineDocument read(Path file) throws IOException {
        try {
            return read(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw new DocumentException(List.of(new DocumentProblem(
                    file.toString(), 1, 1, "", "encoding", "the file is not UTF-8 text", "save it as UTF-8")));
        }
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
        var documents = new ArrayList<MachineDocument>();
        var problems = new ArrayList<DocumentProblem>();
        for (var file : files) {
            try {
                documents.add(read(file));
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
     * dot, is left out: Kubernetes mounts a ConfigMap with a second copy of it there.
     *
     * @throws IOException when the folder cannot be read
     */
    public static List<Path> files(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(MachineDocuments::isMachineDocument)
                    .filter(Files::isRegularFile)
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isHidden(Path path) {
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
