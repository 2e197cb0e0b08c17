package dev.xorca.router;

/** A text that is no address of an orchestration; the message goes on from "the subject cannot be read: ". */
public final class SubjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SubjectException(String message) {
        super(message);
    }
}
