package dev.xorca.machine.check;

/** Looks for the faults of one rule, or of a few that belong together. Keeps nothing between two machines. */
interface Check {
    void run(Facts facts, Findings findings);
}
