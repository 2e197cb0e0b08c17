package dev.xorca.statechart;

import java.util.List;
import java.util.stream.Collectors;

/** A machine definition that cannot be run; has every problem that was found, not only the first. */
public final class MachineDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<DefinitionProblem> problems;

    public MachineDefinitionException(List<DefinitionProblem> problems) {
        super(problems.stream().map(DefinitionProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<DefinitionProblem> problems() {
        return problems;
    }
}
