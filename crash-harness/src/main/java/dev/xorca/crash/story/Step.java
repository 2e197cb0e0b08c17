package dev.xorca.crash.story;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One of the commands that every orchestration gives, in this order. */
public enum Step {
    A,
    B,
    C;

    /** The step of a command's type; empty when it is none of ours. */
    public static Optional<Step> ofCommand(String type) {
        return Arrays.stream(values())
                .filter(step -> step.command().equals(type))
                .findFirst();
    }

    /** The type of the command. */
    public String command() {
        return "cmd.crash." + letter();
    }

    /** The type of the answer that lets the orchestration go on. */
    public String success() {
        return "evt.crash." + letter() + ".success";
    }

    /** The type of the answer that lets it try again, or end. */
    public String error() {
        return "evt.crash." + letter() + ".error";
    }

    /** What a successful answer adds to the orchestration's trail. */
    String word(int number) {
        return letter() + number + ".";
    }

    private String letter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
