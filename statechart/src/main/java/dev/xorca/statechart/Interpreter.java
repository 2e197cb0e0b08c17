package dev.xorca.statechart;

/**
 * The SCXML algorithm with XState v5's choices, as pure functions: equal arguments give equal results; nothing outside
 * is read or written. Safe for any number of threads.
 *
 * @see <a href="https://www.w3.org/TR/scxml/#AlgorithmforSCXMLInterpretation">SCXML, appendix D</a>
 */
public final class Interpreter {
    private Interpreter() {}

    /**
     * Enters the initial states and runs until nothing is left to do.
     *
     * @param event what the machine is started by, for the expressions that look at it
     * @throws StepException when that fails; then nothing was started
     */
    public static Macrostep start(Machine machine, Event event, Environment environment) {
        var run = new RunToCompletion(machine, MachineState.NOT_STARTED, environment);
        run.enterInitialStates(event);
        return run.complete();
    }

    /**
     * Offers an event and runs until nothing is left to do. A machine that is done takes nothing.
     *
     * @throws StepException when a guard, an action or a limit fails; then {@code before} still holds
     */
    public static Macrostep transition(Machine machine, MachineState before, Event event, Environment environment) {
        var run = new RunToCompletion(machine, before, environment);
        if (before.status() == MachineState.Status.ACTIVE) {
            run.offer(event);
        }
        return run.complete();
    }
}
