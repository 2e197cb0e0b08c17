package dev.xorca.crash.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A list of items is asked for, then each item is worked on, so many at the same time, and the results are added up.
 *
 * @param start whether its start is sent twice
 * @param list how the service answers that makes the list
 * @param items how the service answers for each item
 */
record FanOutStory(int number, boolean named, Repeat start, Conduct list, List<Conduct> items) implements Story {
    /** How many items the machine has under way. */
    static final int CONCURRENCY = 20;

    static final int MOST_ITEMS = 60;

    private static final String MACHINE = "fan-out";
    private static final String DONE = "evt.xorca." + MACHINE + ".done";
    private static final String ERROR = "evt.xorca." + MACHINE + ".error";
    private static final Sign LIST = Sign.of(MACHINE, "cmd.work.list");
    private static final Sign PROCESS = Sign.of(MACHINE, "cmd.work.process");
    private static final Retry LISTING = new Retry(Duration.ofSeconds(1), 3);
    private static final Retry PROCESSING = new Retry(Duration.ofMillis(200), 5);

    FanOutStory {
        items = List.copyOf(items);
    }

    static FanOutStory draw(Draw draw, int number) {
        var items = new ArrayList<Conduct>();
        int count = 1 + draw.below(MOST_ITEMS);
        for (int i = 0; i < count; i++) {
            // Of several that are under way, only the token tells which is answered.
            items.add(Conduct.draw(draw).echoing());
        }
        return new FanOutStory(number, draw.evenly(), draw.repeat(), Conduct.draw(draw), items);
    }

    @Override
    public Plot plot() {
        return Plot.FAN_OUT;
    }

    @Override
    public @Nullable String processId() {
        return named ? "fan-out-" + number : null;
    }

    @Override
    public List<Opening> openings() {
        return List.of(Opening.start(this, Map.of("batch", batch()), start));
    }

    @Override
    public List<Answer> answers(Asked asked) {
        if (asked.type().equals(LIST.type())) {
            return list.answers(asked, Map.of("items", names()), Map.of("items", List.of("another")));
        }
        int index = index(asked);
        return index < 0
                ? List.of()
                : items.get(index).answers(asked, Map.of("value", value(index)), Map.of("value", 1_000_000));
    }

    @Override
    public Duration quiet(Asked seen) {
        if (seen.type().equals(LIST.type())) {
            return list.quiet(seen.attempt(), LISTING);
        }
        int index = index(seen);
        return index < 0 ? Duration.ZERO : items.get(index).quiet(seen.attempt(), PROCESSING);
    }

    @Override
    public boolean isLast(String type) {
        return type.equals(DONE) || type.equals(ERROR);
    }

    @Override
    public List<List<Expected>> ways() {
        var course = new Course(Cause.ours(Story.startId(number)));
        list.ask(course, LIST, Map.of("batch", batch()), LISTING);
        var listed = LIST.attempt(list.attempts(LISTING));
        var last = IntStream.range(0, items.size())
                .mapToObj(index -> item(index).attempt(items.get(index).attempts(PROCESSING)))
                .toList();
        var first = Cause.answer(listed);
        var another = Cause.anyAnswer(last);
        for (int index = 0; index < items.size(); index++) {
            work(course, index, index < CONCURRENCY ? first : another, listed);
        }
        course.join(last);
        course.then(another);
        int total = IntStream.range(0, items.size()).map(this::value).sum();
        course.add(Sign.of(MACHINE, DONE), Map.of("items", names(), "total", total));
        return List.of(course.events());
    }

    /** The first ones begin at once, in their order, each of the others when another is done. */
    private void work(Course course, int index, Cause cause, Sign listed) {
        var sign = item(index);
        var data = Map.<String, Object>of("item", names().get(index));
        var before = index == 0 ? listed : item(index - 1).attempt(1);
        course.addAside(sign.attempt(1), data, cause, before, Duration.ZERO);
        for (int attempt = 2; attempt <= items.get(index).attempts(PROCESSING); attempt++) {
            var wait = PROCESSING.wait(attempt - 1);
            course.addAside(sign.attempt(attempt), data, Cause.timer(), sign.attempt(attempt - 1), wait);
        }
    }

    /** Which item is asked for; -1 for none of ours. */
    private int index(Asked asked) {
        var item = asked.data().path("item").asText();
        return IntStream.range(0, items.size())
                .filter(index -> item.equals(name(index)))
                .findFirst()
                .orElse(-1);
    }

    private Sign item(int index) {
        return PROCESS.marked("item", name(index));
    }

    private List<String> names() {
        return IntStream.range(0, items.size()).mapToObj(this::name).toList();
    }

    private String name(int index) {
        return number + "." + index;
    }

    /** Another for each, so that none can stand for another. */
    private int value(int index) {
        return number % 100 + index * index;
    }

    private String batch() {
        return "batch-" + number;
    }
}
