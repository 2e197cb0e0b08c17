package dev.xorca.server.node;

import dev.xorca.runtime.OrchestrationQueries.Place;
import dev.xorca.runtime.Reading;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.JournalLine;
import dev.xorca.store.JournalLines;
import dev.xorca.store.JournalReader;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /journals}: every journal of the cluster, as lines of JSON, one partition after the other. However much there is,
 * little of it is held in memory. The last line says that all of it has come, or why not.
 */
final class JournalsResource {
    private static final int AT_ONCE = 4;
    private static final int SUBJECTS = 100;
    /** So much is read before it is written, so that a slow reader does not keep the store busy. */
    private static final int PAGE_BYTES = 1_000_000;

    private final ClusterReader cluster;
    private final Semaphore exports = new Semaphore(AT_ONCE);

    JournalsResource(ClusterReader cluster) {
        this.cluster = cluster;
    }

    void get(Context context) throws IOException {
        int partitions = cluster.queries().partitions();
        int only = (int) Parameters.number(context, "partition", -1, 0, partitions - 1L);
        var places = new ArrayList<Place>();
        for (int partition = Math.max(0, only); partition <= (only < 0 ? partitions - 1 : only); partition++) {
            places.add(place(context, partition));
        }
        if (!exports.tryAcquire()) {
            throw Problem.unavailable("this node is writing " + AT_ONCE + " exports already");
        }
        try {
            context.contentType("application/x-ndjson");
            new Export(context.outputStream()).write(places);
        } finally {
            exports.release();
        }
    }

    private Place place(Context context, int partition) {
        var place = cluster.queries().find(partition);
        if (!place.isOwned()) {
            throw Problem.unavailable("nobody has partition " + partition);
        } else if (!place.isHere() && ClusterReader.isForwarded(context)) {
            throw Problem.unavailable("another node has taken over partition " + partition);
        }
        return place;
    }

    /** The rest cannot be had. */
    private static final class BrokenOffException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenOffException(String message) {
            super(message);
        }
    }

    /** One export on its way. */
    private final class Export {
        private final OutputStream out;
        private long journals;
        private long entries;

        Export(OutputStream out) {
            this.out = out;
        }

        void write(List<Place> places) throws IOException {
            // So that whoever asks does not take us for dead while we ask others.
            out.flush();
            try {
                for (var place : places) {
                    if (place.isHere()) {
                        writeOwn(place);
                    } else {
                        writeFrom(place);
                    }
                }
                line(JournalLine.end(journals, entries));
            } catch (BrokenOffException | JournalException e) {
                line(JournalLine.brokenOff(String.valueOf(e.getMessage())));
            }
        }

        private void writeOwn(Place place) throws IOException, BrokenOffException {
            var after = "";
            List<String> subjects;
            do {
                var last = after;
                subjects = read(place, store -> store.subjects(last, SUBJECTS));
                for (var subject : subjects) {
                    writeJournal(place, subject);
                    after = subject;
                }
            } while (subjects.size() == SUBJECTS);
        }

        private void writeJournal(Place place, String subject) throws IOException, BrokenOffException {
            long next = 1;
            while (next > 0) {
                long from = next;
                var page = read(place, store -> Page.read(store, subject, from));
                for (var line : page.lines) {
                    line(line);
                }
                entries += page.lines.size();
                journals += from == 1 && !page.lines.isEmpty() ? 1 : 0;
                next = page.next;
            }
        }

        private void writeFrom(Place place) throws IOException, BrokenOffException {
            var address = place.elsewhere().get(0);
            JournalLines lines;
            try {
                lines = new JournalLines(cluster.peers().open(address, "/journals?partition=" + place.partition()));
            } catch (IOException e) {
                throw new BrokenOffException("partition " + place.partition() + " is at " + address
                        + ", which does not answer: " + e.getMessage());
            }
            try (lines) {
                copy(lines, address);
            }
        }

        private void copy(JournalLines lines, String address) throws IOException, BrokenOffException {
            for (var line = next(lines, address); line != null; line = next(lines, address)) {
                line(JournalLine.write(line.subject(), line.entry()));
                entries++;
                journals += line.entry().sequence() == 1 ? 1 : 0;
            }
            if (!lines.isComplete()) {
                throw new BrokenOffException("node " + address + " went away in the middle");
            }
        }

        /** What goes wrong there is not what goes wrong at our own reader. */
        private @Nullable JournalLine next(JournalLines lines, String address) throws BrokenOffException {
            try {
                return lines.read().orElse(null);
            } catch (IOException e) {
                throw new BrokenOffException("node " + address + " went away in the middle: " + e.getMessage());
            }
        }

        private <T> T read(Place place, Function<JournalReader, T> read) throws BrokenOffException {
            var reading = cluster.queries().read(place, read);
            if (reading instanceof Reading.Here<T> here) {
                return here.value();
            }
            throw new BrokenOffException("partition " + place.partition() + " has moved to another node meanwhile");
        }

        private void line(byte[] line) throws IOException {
            out.write(line);
            out.write('\n');
        }
    }

    /**
     * A stretch of a journal.
     *
     * @param next where the next one begins; 0 when there is none
     */
    private record Page(List<byte[]> lines, long next) {

        static Page read(JournalReader store, String subject, long from) {
            var lines = new ArrayList<byte[]>();
            var bytes = new long[1];
            store.read(subject, from, entry -> take(lines, bytes, subject, from, entry));
            return new Page(lines, bytes[0] < PAGE_BYTES ? 0 : from + lines.size());
        }

        /** What does not follow belongs to an orchestration that is being removed. */
        private static boolean take(List<byte[]> lines, long[] bytes, String subject, long from, JournalEntry entry) {
            if (entry.sequence() != from + lines.size()) {
                return false;
            }
            var line = JournalLine.write(subject, entry);
            lines.add(line);
            bytes[0] += line.length;
            return bytes[0] < PAGE_BYTES;
        }
    }
}
