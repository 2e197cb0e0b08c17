package dev.xorca.machine.check;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.source.SourceMap;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks for faults in machines. Pure: equal documents give equal findings; safe for any number of threads. */
public final class MachineCheck {
    private static final List<Check> CHECKS = List.of(
            new ReachabilityCheck(),
            new TransitionCheck(),
            new EndCheck(),
            new WaitCheck(),
            new StarCheck(),
            new AlwaysCycleCheck(),
            new RaiseLoopCheck(),
            new EventCheck(),
            new OwnEventCheck(),
            new EarlyCheck(),
            new EmittedDataCheck(),
            new ParallelWriteCheck(),
            new ContextReadCheck(),
            new InvocationCheck(),
            new ResultCheck(),
            new NotifyCheck(),
            new CompensationCheck(),
            new ForEachCheck(),
            new TimeoutResultCheck(),
            new ChildCheck(),
            new IgnoreCheck());

    private final MachineDocuments documents;
    private final @Nullable List<MachineDocument> others;

    public MachineCheck() {
        this(new MachineDocuments());
    }

    /** A check that reads documents with what is registered there. */
    public MachineCheck(MachineDocuments documents) {
        this(documents, null);
    }

    private MachineCheck(MachineDocuments documents, @Nullable List<MachineDocument> others) {
        this.documents = documents;
        this.others = others;
    }

    /** The same, where it is known which machines there are besides: what a machine asks of another can be looked up. */
    public MachineCheck among(List<MachineDocument> machines) {
        return new MachineCheck(documents, machines);
    }

    /**
     * Checks a document; when it cannot be loaded, the findings say why.
     *
     * @param file its name, for messages; one that ends in {@code .json} is read as JSON, any other as YAML
     * @return the findings that are not silenced, in the order of the document
     */
    public List<Finding> check(String file, String text) {
        return check(file, text, () -> documents.read(file, text));
    }

    /** Checks the text of a document that is in a file, whose schemas may refer to other files. */
    public List<Finding> check(Path file, String text) {
        return check(file.toString(), text, () -> documents.read(file, text));
    }

    private List<Finding> check(String file, String text, Supplier<MachineDocument> reading) {
        MachineDocument document;
        try {
            document = reading.get();
        } catch (DocumentException e) {
            return e.problems().stream().map(Finding::of).toList();
        }
        return check(document, SourceMap.read(file, text), others);
    }

    /** Checks a machine that is loaded, with the places of its document or with {@link SourceMap#none()}. */
    public static List<Finding> check(MachineDocument document, SourceMap source) {
        return check(document, source, null);
    }

    private static List<Finding> check(
            MachineDocument document, SourceMap source, @Nullable List<MachineDocument> others) {
        var facts = new Facts(document, source, others);
        var findings = new Findings(document.file(), source);
        for (var check : CHECKS) {
            check.run(facts, findings);
        }
        return findings.inOrder();
    }
}
