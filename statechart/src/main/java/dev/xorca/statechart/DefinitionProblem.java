package dev.xorca.statechart;

/**
 * One thing that is wrong with a machine definition.
 *
 * @param at where, as a JSON pointer into the definition
 * @param rule the stable name of the rule that is broken, such as {@code unknown-target}
 * @param message what is wrong
 * @param fix what to do about it
 */
public record DefinitionProblem(String at, String rule, String message, String fix) {
    @Override
    public String toString() {
        return (at.isEmpty() ? "/" : at) + ": " + message + " [" + rule + "]; " + fix;
    }
}
