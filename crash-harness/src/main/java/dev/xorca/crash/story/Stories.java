package dev.xorca.crash.story;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The stories of a run, each a function of the run's seed and the orchestration's number.
 *
 * @param plots of which each has one; at least one
 * @param timers whether the machine of the harness waits for timers
 */
public record Stories(long seed, List<Plot> plots, boolean timers) {
    public Stories {
        plots = List.copyOf(plots);
    }

    public Story of(int number) {
        var random = new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L));
        var draw = new Draw(random.nextLong());
        return switch (plots.get(random.nextInt(plots.size()))) {
            case CRASH -> CrashStory.draw(draw, number, timers);
            case HOTEL_RESERVATION -> HotelStory.draw(draw, number);
            case FAN_OUT -> FanOutStory.draw(draw, number);
            case PURCHASE_ORDER -> PurchaseOrderStory.draw(draw, number);
        };
    }

    /** The types of the events by which orchestrations start others. */
    public Set<String> childStarts() {
        return plots.stream().flatMap(plot -> plot.childStarts().stream()).collect(Collectors.toSet());
    }
}
