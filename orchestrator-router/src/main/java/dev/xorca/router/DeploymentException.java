package dev.xorca.router;

import java.util.List;

/** Machines that cannot run together, or not under a router; the message has every reason. */
public final class DeploymentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeploymentException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
