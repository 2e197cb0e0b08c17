package dev.xorca.crash;

import dev.xorca.crash.check.Guarantee;
import dev.xorca.crash.fault.Schedule;
import dev.xorca.crash.story.Stories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is run.
 *
 * @param rate orchestrations a second
 * @param inFlight the most orchestrations under way at the same time
 * @param session how long a node that is silent keeps its share of the work
 * @param distribution the folder with the server's jars
 * @param samples the folder with the samples' folders
 * @param nodeOptions further options of the nodes
 * @param log the level at which Kafka logs in the processes
 */
record Settings(
        Stories stories,
        int orchestrations,
        Schedule schedule,
        int nodes,
        Guarantee guarantee,
        double rate,
        int inFlight,
        int standbys,
        Duration session,
        Path distribution,
        Path samples,
        List<String> nodeOptions,
        String log) {
    /** What nodes have unless they are told otherwise. */
    static final Duration USUAL_SESSION = Duration.ofSeconds(6);

    Settings {
        nodeOptions = List.copyOf(nodeOptions);
    }
}
