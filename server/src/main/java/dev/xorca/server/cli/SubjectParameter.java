package dev.xorca.server.cli;

import dev.xorca.router.Subject;
import dev.xorca.router.SubjectException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** An orchestration on the command line, as its events name it. */
final class SubjectParameter {
    static final String DESCRIPTION = "The orchestration, as the 'subject' of its events says it (base64).";

    private SubjectParameter() {}

    /** @throws ParameterException when the text is no subject */
    static Subject parse(String text, CommandLine command) {
        try {
            return Subject.parse(text);
        } catch (SubjectException e) {
            throw new ParameterException(
                    command,
                    "'" + TextTable.harmless(text) + "' is no subject: " + e.getMessage()
                            + "; take the 'subject' of one of the orchestration's events");
        }
    }
}
