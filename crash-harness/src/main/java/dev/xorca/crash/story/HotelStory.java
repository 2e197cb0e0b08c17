package dev.xorca.crash.story;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A room is reserved in five steps, one of them another orchestration. Each may fail; a room that was blocked by then is
 * freed, once, and nothing is freed otherwise.
 *
 * @param start whether its start is sent twice
 * @param knownClient whether the client is found, so that none is created
 * @param conduct how each step's service answers
 */
record HotelStory(int number, boolean named, Repeat start, boolean knownClient, Map<Step, Conduct> conduct)
        implements Story {
    /** The type of the event by which its machine starts the other. */
    static final String CHILD_START = "xorca.client-creation.start";

    private static final String HOTEL = "hotel-reservation";
    private static final String CLIENTS = "client-creation";
    private static final String DONE = "evt.xorca." + HOTEL + ".done";
    private static final String ERROR = "evt.xorca." + HOTEL + ".error";
    private static final Retry USUAL = new Retry(Duration.ofMillis(200), 5);
    private static final Retry FREEING = new Retry(Duration.ofMillis(200), 20);

    /** What is asked of services. */
    enum Step {
        VALIDATE(HOTEL, "cmd.reservation.validate"),
        FIND(CLIENTS, "cmd.client.find"),
        CREATE(CLIENTS, "cmd.client.create"),
        CHECK(HOTEL, "cmd.room.check"),
        BLOCK(HOTEL, "cmd.room.block"),
        BOOK(HOTEL, "cmd.booking.create"),
        FREE(HOTEL, "cmd.room.free");

        private final String machine;
        private final String command;

        Step(String machine, String command) {
            this.machine = machine;
            this.command = command;
        }

        static Optional<Step> ofCommand(String type) {
            return Arrays.stream(values())
                    .filter(step -> step.command.equals(type))
                    .findFirst();
        }

        private Sign sign() {
            return Sign.of(machine, command);
        }

        /** One that is busy for too long in the other orchestration would have that begun again. */
        private boolean isOfChild() {
            return machine.equals(CLIENTS);
        }

        private Retry retry() {
            return this == FREE ? FREEING : USUAL;
        }
    }

    HotelStory {
        conduct = Map.copyOf(conduct);
    }

    static HotelStory draw(Draw draw, int number) {
        var conduct = new EnumMap<Step, Conduct>(Step.class);
        for (var step : Step.values()) {
            conduct.put(step, Conduct.draw(draw));
        }
        var failing = failing(draw);
        if (failing != null) {
            var exhausted = draw.chance(25) && !failing.isOfChild();
            conduct.computeIfPresent(
                    failing, (step, usual) -> exhausted ? usual.busy(USUAL.attempts()) : usual.refusing());
        }
        if (draw.chance(30)) {
            conduct.computeIfPresent(Step.FREE, (step, usual) -> usual.busy(1 + draw.below(3)));
        }
        return new HotelStory(number, draw.evenly(), draw.repeat(), draw.chance(40), conduct);
    }

    /** More often than any other the one whose failure has to be undone. */
    private static @Nullable Step failing(Draw draw) {
        int percent = draw.below(100);
        if (percent < 30) {
            return Step.BOOK;
        }
        return percent < 55 ? draw.oneOf(List.of(Step.VALIDATE, Step.FIND, Step.CREATE, Step.CHECK, Step.BLOCK)) : null;
    }

    @Override
    public Plot plot() {
        return Plot.HOTEL_RESERVATION;
    }

    @Override
    public @Nullable String processId() {
        return named ? "hotel-" + number : null;
    }

    @Override
    public List<Opening> openings() {
        var context = Map.<String, Object>of("client", client(), "room", room(), "nights", nights());
        return List.of(Opening.start(this, context, start));
    }

    @Override
    public List<Answer> answers(Asked asked) {
        return Step.ofCommand(asked.type())
                .map(step -> conduct(step).answers(asked, good(step), other(step)))
                .orElse(List.of());
    }

    private Conduct conduct(Step step) {
        return conduct.getOrDefault(step, Conduct.PERFECT);
    }

    private Map<String, Object> good(Step step) {
        return switch (step) {
            case VALIDATE, FREE -> Map.of();
            case FIND -> knownClient ? Map.of("clientId", clientId()) : Map.of();
            case CREATE -> Map.of("clientId", clientId());
            case CHECK -> Map.of("price", price());
            case BLOCK -> Map.of("blockId", blockId());
            case BOOK -> Map.of("bookingId", bookingId());
        };
    }

    /** Whoever listened to that would have what no later event may have. */
    private static Map<String, Object> other(Step step) {
        return switch (step) {
            case VALIDATE, FREE -> Map.of();
            case FIND, CREATE -> Map.of("clientId", "another");
            case CHECK -> Map.of("price", 0);
            case BLOCK -> Map.of("blockId", "another");
            case BOOK -> Map.of("bookingId", "another");
        };
    }

    @Override
    public Duration quiet(Asked seen) {
        return Step.ofCommand(seen.type())
                .map(step -> conduct(step).quiet(seen.attempt(), step.retry()))
                .orElse(Duration.ZERO);
    }

    @Override
    public boolean isLast(String type) {
        return type.equals(DONE) || type.equals(ERROR);
    }

    @Override
    public List<List<Expected>> ways() {
        var course = new Course(Cause.ours(Story.startId(number)));
        var failed = reserve(course);
        if (failed == null) {
            course.add(Sign.of(HOTEL, DONE), Map.of("bookingId", bookingId(), "price", price()));
        } else {
            if (failed == Step.BOOK) {
                ask(course, Step.FREE, Map.of("blockId", blockId()));
            }
            course.add(Sign.of(HOTEL, ERROR), Map.of("code", conduct(failed).code(failed.retry())));
        }
        return List.of(course.events());
    }

    /** Goes on until a step fails, and says which; null when none does. */
    private @Nullable Step reserve(Course course) {
        var stay = Map.<String, Object>of("room", room(), "nights", nights());
        if (!ask(course, Step.VALIDATE, stay)) {
            return Step.VALIDATE;
        }
        var failed = client(course);
        if (failed != null) {
            return failed;
        }
        if (!ask(course, Step.CHECK, stay)) {
            return Step.CHECK;
        }
        if (!ask(course, Step.BLOCK, stay)) {
            return Step.BLOCK;
        }
        var booking = Map.<String, Object>of("clientId", clientId(), "blockId", blockId(), "price", price());
        return ask(course, Step.BOOK, booking) ? null : Step.BOOK;
    }

    /** The other orchestration from its start to its completion. */
    private @Nullable Step client(Course course) {
        var name = Map.<String, Object>of("name", client());
        var begin = Sign.of(HOTEL, CHILD_START);
        course.add(begin, Map.of("context", name));
        course.then(Cause.event(begin));
        var failed = !ask(course, Step.FIND, name)
                ? Step.FIND
                : knownClient || ask(course, Step.CREATE, name) ? null : Step.CREATE;
        var end = Sign.of(CLIENTS, "evt.xorca." + CLIENTS + (failed == null ? ".done" : ".error"))
                .to(HOTEL);
        course.add(
                end,
                failed == null
                        ? Map.of("clientId", clientId())
                        : Map.of("code", conduct(failed).code(failed.retry())));
        course.then(Cause.event(end));
        return failed;
    }

    private boolean ask(Course course, Step step, Map<String, Object> data) {
        return conduct(step).ask(course, step.sign(), data, step.retry());
    }

    private String client() {
        return "client-" + number;
    }

    private String room() {
        return "room-" + number;
    }

    private int nights() {
        return 1 + number % 14;
    }

    private int price() {
        return 100 + number % 50;
    }

    private String clientId() {
        return "id-" + number;
    }

    private String blockId() {
        return "block-" + number;
    }

    private String bookingId() {
        return "booking-" + number;
    }
}
