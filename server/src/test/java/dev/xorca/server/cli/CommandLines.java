package dev.xorca.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands as {@code main} does, and keeps what they say. */
public final class CommandLines {
    private CommandLines() {}

    /** What a command has said, and how it has ended. */
    public record Result(int exitCode, String out, String err) {}

    /** Runs a command to its end. */
    public static Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var commandLine = Xorca.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Result(Xorca.run(commandLine, arguments), out.toString(), err.toString());
    }
}
