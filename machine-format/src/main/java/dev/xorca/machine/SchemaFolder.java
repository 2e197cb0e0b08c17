package dev.xorca.machine;

import dev.xorca.machine.source.SourceException;
import dev.xorca.machine.source.SourceLimits;
import dev.xorca.machine.source.SourceReader;
import dev.xorca.schemas.SchemaDocuments;
import dev.xorca.schemas.SchemaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents in a folder and below, as the schemas of a machine in that folder may refer to them: by path, never out of
 * the folder; and by {@code $id} those that lie, as {@code *.schema.json} or YAML, below the folder with all machines.
 * Not safe for several threads.
 */
final class SchemaFolder implements SchemaDocuments {
    private static final int MAX_BYTES = 1_000_000;
    private static final int MAX_SHARED = 1_000;

    private final @Nullable Path root;
    private final List<String> machineFolder;
    private final Document enclosing;
    private final Map<Path, Document> read = new HashMap<>();
    private @Nullable Map<String, Document> byId;

    private SchemaFolder(@Nullable Path root, List<String> machineFolder, Document enclosing) {
        this.root = root;
        this.machineFolder = machineFolder;
        this.enclosing = enclosing;
    }

    /** What the schemas of a document may refer to that is in no folder: itself. */
    static SchemaFolder none(String name, @Nullable Object value) {
        return new SchemaFolder(null, List.of(), new Document(name, value));
    }

    /**
     * What the schemas of a machine may refer to; looks at nothing yet.
     *
     * @param file the machine's document
     * @param value what is in it
     * @param all the folder with all machines
     */
    static SchemaFolder of(Path file, @Nullable Object value, Path all) {
        var machine = file.toAbsolutePath().normalize();
        var outer = all.toAbsolutePath().normalize();
        var root = machine.startsWith(outer) ? outer : machine.getParent();
        if (root == null) {
            return none(file.toString(), value);
        }
        var steps = new ArrayList<String>();
        root.relativize(machine).forEach(step -> steps.add(step.toString()));
        var name = String.join("/", steps);
        return new SchemaFolder(root, List.copyOf(steps.subList(0, steps.size() - 1)), new Document(name, value));
    }

    @Override
    public Optional<Document> enclosing() {
        return Optional.of(enclosing);
    }

    @Override
    public Optional<Document> beside(String path, @Nullable Document from) {
        if (root == null) {
            throw new SchemaException("ref-outside", "", "leads to a file, and the machine is in no folder");
        }
        var relative = resolved(from == null ? enclosing.name() : from.name(), path);
        return relative.equals(enclosing.name()) ? Optional.of(enclosing) : read(root, relative);
    }

    /** The way from the root to a file; it never leaves the folder of the machine, or of what all share. */
    private String resolved(String from, String path) {
        var steps = new ArrayList<>(List.of(from.split("/")));
        steps.remove(steps.size() - 1);
        int least = steps.size() >= machineFolder.size()
                        && steps.subList(0, machineFolder.size()).equals(machineFolder)
                ? machineFolder.size()
                : 0;
        for (var step : path.split("/", -1)) {
            if (step.isEmpty() || step.chars().anyMatch(each -> each < ' ' || each == '\\' || each == ':')) {
                throw outside();
            } else if (step.equals("..")) {
                if (steps.size() == least) {
                    throw outside();
                }
                steps.remove(steps.size() - 1);
            } else if (!step.equals(".")) {
                steps.add(step);
            }
        }
        return String.join("/", steps);
    }

    private static SchemaException outside() {
        return new SchemaException("ref-outside", "", "leads out of the machine's folder");
    }

    private Optional<Document> read(Path root, String name) {
        var file = root.resolve(name);
        if (!name.matches("(?i).*\\.(json|ya?ml)")) {
            throw new SchemaException(
                    "ref-not-a-document", "", "leads to a file whose name does not end in .json, .yaml or .yml");
        }
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            var real = file.toRealPath();
            if (!real.startsWith(root.toRealPath())) {
                throw new SchemaException("ref-outside", "", "leads out of the machine's folder, by a symbolic link");
            }
            if (!Files.isRegularFile(real)) {
                throw new SchemaException("ref-not-a-document", "", "leads to what is no file");
            }
            var known = read.get(real);
            if (known == null) {
                known = new Document(name, value(real, name));
                read.put(real, known);
            }
            return Optional.of(known);
        } catch (IOException e) {
            throw new SchemaException("ref-unreadable", "", "leads to a file that cannot be read");
        }
    }

    private static @Nullable Object value(Path file, String name) throws IOException {
        byte[] bytes;
        try (var stream = Files.newInputStream(file)) {
            bytes = stream.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new SchemaException(
                    "limit-schema-file", name, name + " has more than the limit of " + MAX_BYTES + " bytes");
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return SourceReader.read(name, text, SourceLimits.DEFAULT).value();
        } catch (CharacterCodingException e) {
            throw new SchemaException("encoding", name, name + " is not UTF-8 text");
        } catch (SourceException e) {
            throw new SchemaException(e.rule(), name, name + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
        }
    }

    @Override
    public Optional<Document> byId(String uri) {
        if (root == null) {
            return Optional.empty();
        }
        if (byId == null) {
            byId = readShared(root);
        }
        return Optional.ofNullable(byId.get(uri));
    }

    private Map<String, Document> readShared(Path root) {
        var found = new HashMap<String, Document>();
        for (var file : sharedFiles(root)) {
            var relative = root.relativize(file).toString().replace('\\', '/');
            var document = read(root, relative).orElse(null);
            if (document == null || !(document.value() instanceof Map<?, ?> schema)) {
                continue;
            }
            var id = schema.get("$id") instanceof String given ? given : schema.get("id");
            if (!(id instanceof String uri) || !uri.contains(":")) {
                continue;
            }
            var twin = found.putIfAbsent(uri.replaceFirst("#$", ""), document);
            if (twin != null) {
                throw new SchemaException(
                        "duplicate-id",
                        document.name(),
                        document.name() + " has the $id '" + uri + "' of " + twin.name() + " as well");
            }
        }
        return found;
    }

    private static List<Path> sharedFiles(Path root) {
        try (var paths = Files.walk(root)) {
            var files = new ArrayList<Path>();
            paths.filter(path -> path.getFileName().toString().matches(".*\\.schema\\.(json|ya?ml)"))
                    .filter(path -> !MachineDocuments.isHidden(root.relativize(path)))
                    .sorted()
                    .limit(MAX_SHARED + 1L)
                    .forEach(files::add);
            if (files.size() > MAX_SHARED) {
                throw new SchemaException(
                        "limit-schema-documents", "", "there are more than " + MAX_SHARED + " shared schemas");
            }
            return files;
        } catch (IOException e) {
            throw new SchemaException("ref-unreadable", "", "the folder of the shared schemas cannot be read");
        }
    }
}
