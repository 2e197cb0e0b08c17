package dev.xorca.server.node;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the form of an answer by what the {@code Accept} header of a request likes best (RFC 9110). */
final class Accept {
    private Accept() {}

    /**
     * The media type to answer with.
     *
     * @param header null for none
     * @param offered what there is, what we like best first
     * @return the first of those that are liked best; the first of all when none is liked
     */
    static String choose(@Nullable String header, List<String> offered) {
        var best = offered.get(0);
        double bestQuality = 0;
        for (var each : offered) {
            double quality = quality(header == null ? "*/*" : header, each);
            if (quality > bestQuality) {
                best = each;
                bestQuality = quality;
            }
        }
        return best;
    }

    /** How much a type is liked, from 0 to 1: what its most specific range says. */
    private static double quality(String header, String type) {
        double quality = 0;
        int specific = -1;
        for (var range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            var parts = range.split(";", -1);
            int matches = matches(parts[0].strip(), type);
            if (matches > specific) {
                specific = matches;
                quality = quality(parts);
            }
        }
        return quality;
    }

    /** How precisely a range means a type; -1 when it does not. */
    private static int matches(String range, String type) {
        if (range.equals(type)) {
            return 2;
        } else if (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1))) {
            return 1;
        }
        return range.equals("*/*") ? 0 : -1;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Math.max(0, Math.min(1, Double.parseDouble(parameter.substring(2))));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
