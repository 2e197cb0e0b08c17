package dev.xorca.schemas.example;

import dev.xorca.schemas.structure.Constraints;
import dev.xorca.schemas.structure.JsonType;
import dev.xorca.schemas.structure.JsonValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers within bounds. */
final class Numbers {
    private static final Pattern MONEY =
            Pattern.compile("(?i)(amount|price|total|cost|sum|fee|balance|rate|weight|score|ratio)$");
    private static final BigDecimal TENTH = new BigDecimal("0.1");
    private static final int MAX_FACTOR = 1_000;

    private final Choice choice;
    private final BigDecimal variant;

    Numbers(Choice choice, int variant) {
        this.choice = choice;
        this.variant = BigDecimal.valueOf(variant);
    }

    Optional<Object> make(Constraints schemas, String name, boolean whole) {
        boolean isWhole = whole || !schemas.types().contains(JsonType.FRACTION);
        var step = step(schemas.multiples(), isWhole);
        var candidates = new ArrayList<BigDecimal>();
        if (MONEY.matcher(name).find() && schemas.types().contains(JsonType.FRACTION)) {
            candidates.add(new BigDecimal("12.5"));
        }
        if (!isWhole) {
            candidates.add(new BigDecimal("1.5"));
        }
        candidates.add(BigDecimal.ONE);
        schemas.lower().ifPresent(lower -> around(lower.value(), step, candidates));
        schemas.upper().ifPresent(upper -> around(upper.value(), step, candidates));
        if (schemas.lower().isPresent() && schemas.upper().isPresent()) {
            candidates.add(schemas.lower()
                    .get()
                    .value()
                    .add(schemas.upper().get().value())
                    .divide(BigDecimal.valueOf(2)));
        }
        candidates.addAll(List.of(step, BigDecimal.ZERO, step.negate(), BigDecimal.TEN, BigDecimal.valueOf(1_000_000)));
        var fitting = candidates.stream()
                .map(candidate -> candidate.add(variant.multiply(step)))
                .filter(candidate -> fits(candidate, schemas, isWhole))
                .distinct()
                .toList();
        var telling = fitting.stream()
                .filter(number -> isWhole || !isMultiple(number, BigDecimal.ONE))
                .toList();
        var chosen = telling.isEmpty() ? fitting : telling;
        return chosen.isEmpty()
                ? Optional.empty()
                : Optional.of(JsonValues.value(chosen.get(choice.among(chosen.size()))));
    }

    private static void around(BigDecimal bound, BigDecimal step, List<BigDecimal> candidates) {
        var least = bound.divide(step, 0, RoundingMode.CEILING).multiply(step);
        candidates.addAll(List.of(least, least.add(step), least.subtract(step)));
        candidates.addAll(List.of(bound, bound.add(TENTH), bound.subtract(TENTH)));
    }

    /** What every fitting number may be away from the next. */
    private static BigDecimal step(List<BigDecimal> multiples, boolean isWhole) {
        var step = isWhole || multiples.isEmpty() ? BigDecimal.ONE : multiples.get(0);
        for (var multiple : multiples) {
            var sum = step;
            for (int i = 0; i < MAX_FACTOR && multiple.signum() > 0 && !isMultiple(sum, multiple); i++) {
                sum = sum.add(step);
            }
            step = sum;
        }
        return step;
    }

    private static boolean fits(BigDecimal number, Constraints schemas, boolean isWhole) {
        return (!isWhole || isMultiple(number, BigDecimal.ONE))
                && schemas.multiples().stream().allMatch(each -> each.signum() <= 0 || isMultiple(number, each))
                && schemas.lower().stream()
                        .allMatch(lower -> number.compareTo(lower.value()) >= (lower.isExclusive() ? 1 : 0))
                && schemas.upper().stream()
                        .allMatch(upper -> number.compareTo(upper.value()) <= (upper.isExclusive() ? -1 : 0));
    }

    private static boolean isMultiple(BigDecimal number, BigDecimal of) {
        return number.remainder(of).signum() == 0;
    }
}
