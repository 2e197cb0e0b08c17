package dev.xorca.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * Collects what the scenarios of a test class (and the classes nested in it) take of their machines, prints a report when
 * the class is over, and fails the class under a threshold. By {@link MachineCoverage}, or as a static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MachineCoverageExtension COVERAGE = MachineCoverageExtension.of("order").states(100).transitions(90);
 * }</pre>
 *
 * <p>For a single test out of the class, switch the threshold off: {@code -Dxorca.coverage.enforce=false}.
 */
public final class MachineCoverageExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final String ENFORCE = "xorca.coverage.enforce";

    private final Optional<String> machine;
    private int states;
    private int transitions;
    private boolean fromAnnotation;

    /** For {@link MachineCoverage}. */
    public MachineCoverageExtension() {
        this(Optional.empty());
        fromAnnotation = true;
    }

    private MachineCoverageExtension(Optional<String> machine) {
        this.machine = machine;
    }

    /** Covers the machine of this name. */
    public static MachineCoverageExtension of(String machine) {
        return new MachineCoverageExtension(Optional.of(machine));
    }

    /** How many of a hundred states must be entered. */
    public MachineCoverageExtension states(int percent) {
        states = percent;
        return this;
    }

    /** How many of a hundred transitions must be taken. */
    public MachineCoverageExtension transitions(int percent) {
        transitions = percent;
        return this;
    }

    /** What one class collects; nested classes add to it. */
    private record Collected(String owner, Coverage coverage) {}

    /** What is wanted of whom. */
    private record Wanted(Optional<String> machine, int states, int transitions) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (collected(context).isEmpty()) {
            store(context).put(this, new Collected(context.getUniqueId(), new Coverage()));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        collected(context).ifPresent(collected -> collected.coverage.listen());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        collected(context).ifPresent(collected -> collected.coverage.listenNoMore());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        collected(context)
                .filter(collected -> collected.owner.equals(context.getUniqueId()))
                .ifPresent(collected -> report(collected.coverage, wanted(context), isEnforced(context)));
    }

    private static void report(Coverage coverage, Wanted wanted, boolean enforced) {
        var tooFew = new ArrayList<String>();
        var results = results(coverage, wanted);
        for (var covered : results) {
            var report = CoverageReport.of(covered);
            System.out.println(report);
            if (!covered.reaches(wanted.states, wanted.transitions)) {
                tooFew.add(report);
            }
        }
        if (results.isEmpty() && wanted.machine.isPresent()) {
            tooFew.add("no scenario ran the machine '" + wanted.machine.get() + "'");
        }
        if (enforced && !tooFew.isEmpty()) {
            throw new AssertionFailedError("wanted are " + wanted.states + " % of the states and " + wanted.transitions
                    + " % of the transitions\n" + String.join("\n", tooFew));
        }
    }

    private static List<Coverage.Covered> results(Coverage coverage, Wanted wanted) {
        return coverage.result().stream()
                .filter(covered -> wanted.machine
                        .map(name -> name.equals(covered.document().machine().name()))
                        .orElse(true))
                .toList();
    }

    private Wanted wanted(ExtensionContext context) {
        var annotation = context.getRequiredTestClass().getAnnotation(MachineCoverage.class);
        if (fromAnnotation && annotation != null) {
            var name = annotation.machine();
            return new Wanted(
                    name.isEmpty() ? Optional.empty() : Optional.of(name),
                    annotation.states(),
                    annotation.transitions());
        }
        return new Wanted(machine, states, transitions);
    }

    private static boolean isEnforced(ExtensionContext context) {
        return context.getConfigurationParameter(ENFORCE, Boolean::valueOf).orElse(true);
    }

    private Optional<Collected> collected(ExtensionContext context) {
        return Optional.ofNullable(store(context).get(this, Collected.class));
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(MachineCoverageExtension.class));
    }
}
