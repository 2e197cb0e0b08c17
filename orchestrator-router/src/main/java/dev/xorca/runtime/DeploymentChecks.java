package dev.xorca.runtime;

/**
 * What is asked of machines when they are deployed.
 *
 * @param allowRedefinition whether a machine may be another than the one of its name and version that was deployed before
 * @param compatibility what happens to one that breaks the services as they are
 */
public record DeploymentChecks(boolean allowRedefinition, Compatibility compatibility) {
    /** No redefinition, and a warning of what breaks. */
    public static final DeploymentChecks DEFAULT = new DeploymentChecks(false, Compatibility.WARN);

    /** What is done about a machine that does not fit to those that were deployed. */
    public enum Compatibility {
        OFF,
        WARN,
        REFUSE
    }
}
