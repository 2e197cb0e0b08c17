package dev.xorca.crash.story;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order that somebody may have to approve in time.
 *
 * @param start whether its start is sent twice
 * @param approval when it is approved
 * @param repeat whether the approval is sent twice
 * @param contradicted whether somebody else approves as well, too late
 * @param patience how long the machine waits for the approval; null for as long as it does by itself
 * @param lateness how much later than the patience lasts the approval comes, when both meet
 * @param place how the service answers that places the order
 */
record PurchaseOrderStory(
        int number,
        boolean named,
        Repeat start,
        Approval approval,
        Repeat repeat,
        boolean contradicted,
        @Nullable Duration patience,
        Duration lateness,
        Conduct place)
        implements Story {
    private static final String MACHINE = "purchase-order";
    /** As the sample's document has it: an approval before the start has to name it. */
    static final String VERSION = "1.0.0";

    private static final String DONE = "evt.xorca." + MACHINE + ".done";
    private static final String ERROR = "evt.xorca." + MACHINE + ".error";
    private static final String RECEIVED = "evt.approval.received";
    private static final Sign REQUEST = Sign.of(MACHINE, "cmd.approval.request");
    private static final Sign PLACE = Sign.of(MACHINE, "cmd.order.place");
    private static final Retry PLACING = new Retry(Duration.ofMillis(200), 5);

    /** When it is approved. */
    enum Approval {
        /** It costs so little that nobody is asked. */
        NOT_NEEDED,
        /** When it is asked for. */
        ASKED,
        /** Before the orchestration is started. */
        EARLY,
        /** Never, so that the machine's patience ends. */
        NEVER,
        /** About when the machine's patience ends. */
        JUST_THEN
    }

    static PurchaseOrderStory draw(Draw draw, int number) {
        var approval = approval(draw.below(100));
        var seconds = Duration.ofSeconds(2 + draw.below(3));
        var ends = approval == Approval.NEVER || approval == Approval.JUST_THEN;
        var place = Conduct.draw(draw);
        return new PurchaseOrderStory(
                number,
                draw.evenly() || approval == Approval.EARLY,
                draw.repeat(),
                approval,
                draw.repeat(),
                draw.chance(20) && approval == Approval.ASKED,
                ends ? seconds : draw.evenly() ? Duration.ofHours(3) : null,
                Duration.ofMillis(draw.below(500) - 250L),
                draw.chance(8) ? place.busy(PLACING.attempts()) : place);
    }

    private static Approval approval(int percent) {
        if (percent < 15) {
            return Approval.NOT_NEEDED;
        } else if (percent < 50) {
            return Approval.ASKED;
        } else if (percent < 70) {
            return Approval.EARLY;
        }
        return percent < 85 ? Approval.NEVER : Approval.JUST_THEN;
    }

    @Override
    public Plot plot() {
        return Plot.PURCHASE_ORDER;
    }

    @Override
    public @Nullable String processId() {
        return named ? "order-" + number : null;
    }

    @Override
    public List<Opening> openings() {
        var context = new LinkedHashMap<String, Object>();
        context.put("cost", cost());
        if (patience != null) {
            context.put("patience", patience.toString());
        }
        var begin = Opening.start(this, context, start);
        if (approval != Approval.EARLY) {
            return List.of(begin);
        }
        var approved = new Opening(RECEIVED, earlyId(), subject(), approvedBy(approver()), repeat, Duration.ZERO);
        return List.of(approved, begin.after(Duration.ofMillis(number % 500)));
    }

    private String subject() {
        var json =
                "{\"processId\":\"" + processId() + "\",\"name\":\"" + MACHINE + "\",\"version\":\"" + VERSION + "\"}";
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Answer> answers(Asked asked) {
        if (asked.type().equals(PLACE.type())) {
            return place.answers(asked, Map.of(), Map.of());
        }
        var approved = Answer.to(asked, RECEIVED, approvedBy(approver())).sent(repeat);
        return switch (approval) {
            case ASKED ->
                contradicted
                        ? List.of(
                                approved,
                                Answer.to(asked, RECEIVED, approvedBy("another"))
                                        .as(Answer.AGAIN))
                        : List.of(approved);
            case JUST_THEN -> List.of(approved.after(waits().plus(lateness)));
            case NOT_NEEDED, EARLY, NEVER -> List.of();
        };
    }

    private Duration waits() {
        return patience == null ? Duration.ofDays(1) : patience;
    }

    @Override
    public Duration quiet(Asked seen) {
        if (seen.type().equals(PLACE.type())) {
            return place.quiet(seen.attempt(), PLACING);
        }
        return approval == Approval.NEVER || approval == Approval.JUST_THEN ? waits() : Duration.ZERO;
    }

    @Override
    public boolean isLast(String type) {
        return type.equals(DONE) || type.equals(ERROR);
    }

    @Override
    public List<List<Expected>> ways() {
        return switch (approval) {
            case NOT_NEEDED -> List.of(autoApproved());
            case ASKED -> List.of(approved(Cause.answer(REQUEST)));
            case EARLY -> List.of(approved(Cause.ours(earlyId())));
            case NEVER -> List.of(canceled());
            case JUST_THEN -> List.of(approved(Cause.answer(REQUEST)), canceled());
        };
    }

    private List<Expected> autoApproved() {
        var course = begun();
        end(course, "Auto-approved");
        return course.events();
    }

    private List<Expected> approved(Cause cause) {
        var course = begun();
        course.add(REQUEST, price());
        course.then(cause);
        if (place.ask(course, PLACE, price(), PLACING)) {
            end(course, "Approved by '" + approver() + "'");
        } else {
            course.add(Sign.of(MACHINE, ERROR), Map.of("code", "failed"));
        }
        return course.events();
    }

    private List<Expected> canceled() {
        var course = begun();
        course.add(REQUEST, price());
        course.thenAfter(waits());
        end(course, "Canceled");
        return course.events();
    }

    private Course begun() {
        return new Course(Cause.ours(Story.startId(number)));
    }

    private static void end(Course course, String result) {
        course.add(Sign.of(MACHINE, DONE), Map.of("result", result));
    }

    private int cost() {
        return approval == Approval.NOT_NEEDED ? number % 1_000 : 1_000 + number;
    }

    private Map<String, Object> price() {
        return Map.of("cost", cost());
    }

    private String approver() {
        return "approver-" + number;
    }

    private static Map<String, Object> approvedBy(String approver) {
        return Map.of("approver", approver);
    }

    private String earlyId() {
        return "approval-" + number;
    }
}
