package dev.xorca.server.node;

import dev.xorca.machine.MachineDocument;
import dev.xorca.router.Subject;
import dev.xorca.runtime.OrchestrationQueries;
import dev.xorca.runtime.OrchestrationQueries.Place;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.runtime.Reading;
import dev.xorca.store.JournalReader;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads what any node of the cluster has: from the owner, here or elsewhere; where the owner does not answer, from a copy,
 * here or elsewhere. A copy never says that something is not there: it may only not have it yet.
 */
final class ClusterReader {
    private static final int UNAVAILABLE = 503;

    private final Supplier<OrchestratorRuntime> runtime;
    private final Peers peers = new Peers();

    ClusterReader(Supplier<OrchestratorRuntime> runtime) {
        this.runtime = runtime;
    }

    OrchestrationQueries queries() {
        return runtime.get().queries();
    }

    /** The machine that goes on with an orchestration; empty when it is not here. */
    Optional<MachineDocument> machine(Subject subject) {
        return runtime.get().publisher().machine(subject);
    }

    Peers peers() {
        return peers;
    }

    /**
     * Asks for something.
     *
     * @param context the request that asks
     * @param place where it is
     * @param path what to ask another node
     * @param read finds it in the store of this node; empty when there is no such thing
     * @throws Problem when there is no such thing, or nobody can say now
     */
    Answer ask(Context context, Place place, String path, Function<JournalReader, Optional<Map<String, Object>>> read) {
        return ask(isForwarded(context), place, path, read);
    }

    /**
     * Looks for something, not on behalf of another node.
     *
     * @return empty when there is no such thing
     * @throws Problem when nobody can say now
     */
    Optional<Answer> find(Place place, String path, Function<JournalReader, Optional<Map<String, Object>>> read) {
        try {
            return Optional.of(ask(false, place, path, read)).filter(Answer::isFound);
        } catch (Problem e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Answer ask(
            boolean forwarded, Place place, String path, Function<JournalReader, Optional<Map<String, Object>>> read) {
        var reading = queries().read(place, read);
        if (reading instanceof Reading.Here<Optional<Map<String, Object>>> here) {
            return here.value()
                    .map(json -> Answer.of(json, false))
                    .orElseThrow(() -> Problem.notFound("there is no such orchestration"));
        } else if (reading instanceof Reading.Elsewhere<Optional<Map<String, Object>>> elsewhere) {
            return forwarded
                    ? copyHere(place, read).orElseThrow(() -> Problem.unavailable("another node has taken over"))
                    : askOthers(place, elsewhere.addresses(), path, read);
        }
        throw Problem.unavailable(((Reading.NotNow<?>) reading).reason());
    }

    private Answer askOthers(
            Place place,
            List<String> addresses,
            String path,
            Function<JournalReader, Optional<Map<String, Object>>> read) {
        var owner = peers.get(addresses.get(0), path).map(Answer::of).filter(answer -> answer.status() != UNAVAILABLE);
        return owner.or(() -> copyHere(place, read))
                .or(() -> addresses.stream()
                        .skip(1)
                        .flatMap(address -> peers.get(address, path).stream())
                        .map(Answer::of)
                        .filter(Answer::isFound)
                        .findFirst())
                .orElseThrow(() -> Problem.unavailable("partition " + place.partition() + " is at " + addresses.get(0)
                        + ", which does not answer, and no copy can tell"));
    }

    private Optional<Answer> copyHere(Place place, Function<JournalReader, Optional<Map<String, Object>>> read) {
        return queries().readCopy(place, read) instanceof Reading.Here<Optional<Map<String, Object>>> here
                ? here.value().map(json -> Answer.of(json, here.standby()))
                : Optional.empty();
    }

    static boolean isForwarded(Context context) {
        return context.header(Peers.FORWARDED) != null;
    }
}
