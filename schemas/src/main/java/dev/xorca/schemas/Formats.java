package dev.xorca.schemas;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What strings of each known format look like. */
final class Formats {
    private static final Pattern TIME =
            Pattern.compile("(\\d\\d):(\\d\\d):(\\d\\d)(\\.\\d{1,30})?([Zz]|([+-])(\\d\\d):(\\d\\d))", Pattern.DOTALL);
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LOCAL_PART =
            Pattern.compile("[^\\s\"(),.:;<>@\\[\\\\\\]\\p{Cntrl}]+(\\.[^\\s\"(),.:;<>@\\[\\\\\\]\\p{Cntrl}]+)*+");
    private static final Pattern BYTE = Pattern.compile("0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5]");
    private static final Pattern HEXTET = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern POINTER = Pattern.compile("(/([^/~]|~[01])*+)*+", Pattern.DOTALL);
    private static final Pattern STEPS_UP = Pattern.compile("0|[1-9]\\d{0,8}");
    private static final Pattern UUID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
    private static final Pattern DURATION =
            Pattern.compile("P(?=.)(\\d+W|(\\d+Y)?(\\d+M)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+([.,]\\d+)?S)?)?)");
    private static final Pattern EXPRESSION = Pattern.compile(
            "[+#./;?&=,!@|]?[A-Za-z0-9_.%]+(\\*|:[1-9]\\d{0,3})?(,[A-Za-z0-9_.%]+(\\*|:[1-9]\\d{0,3})?)*+");

    static final Map<String, Predicate<String>> ALL = Map.ofEntries(
            Map.entry("date-time", Formats::isDateTime),
            Map.entry("date", Formats::isDate),
            Map.entry("time", Formats::isTime),
            Map.entry("duration", text -> DURATION.matcher(text).matches()),
            Map.entry("email", text -> isEmail(text) && isAscii(text)),
            Map.entry("idn-email", Formats::isEmail),
            Map.entry("hostname", Formats::isHostname),
            Map.entry("idn-hostname", Formats::isInternationalHostname),
            Map.entry("ipv4", Formats::isIpv4),
            Map.entry("ipv6", Formats::isIpv6),
            Map.entry("uri", text -> isIri(text, true) && isAscii(text)),
            Map.entry("uri-reference", text -> isIri(text, false) && isAscii(text)),
            Map.entry("iri", text -> isIri(text, true)),
            Map.entry("iri-reference", text -> isIri(text, false)),
            Map.entry("uri-template", Formats::isUriTemplate),
            Map.entry("uuid", text -> UUID.matcher(text).matches()),
            Map.entry("json-pointer", text -> POINTER.matcher(text).matches()),
            Map.entry("relative-json-pointer", Formats::isRelativePointer),
            Map.entry("regex", Formats::isRegex));

    private Formats() {}

    private static boolean isDateTime(String text) {
        return text.length() > 11
                && (text.charAt(10) == 'T' || text.charAt(10) == 't')
                && isDate(text.substring(0, 10))
                && isTime(text.substring(11));
    }

    private static boolean isDate(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return false;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) {
            return false;
        }
        try {
            return day <= 28 || LocalDate.of(year, month, day).getDayOfMonth() == day;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }

    private static boolean isTime(String text) {
        var matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int hour = Integer.parseInt(matcher.group(1));
        int minute = Integer.parseInt(matcher.group(2));
        int second = Integer.parseInt(matcher.group(3));
        int offset = 0;
        if (matcher.group(6) != null) {
            int hours = Integer.parseInt(matcher.group(7));
            int minutes = Integer.parseInt(matcher.group(8));
            if (hours > 23 || minutes > 59) {
                return false;
            }
            offset = (matcher.group(6).equals("-") ? -1 : 1) * (60 * hours + minutes);
        }
        if (hour > 23 || minute > 59 || second > 60) {
            return false;
        }
        // A leap second is the last of a day in UTC.
        return second < 60 || Math.floorMod(60 * hour + minute - offset, 1440) == 1439;
    }

    private static boolean isEmail(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at > 255) {
            return false;
        }
        var local = text.substring(0, at);
        var isQuoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
        if (isQuoted
                ? local.substring(1, local.length() - 1).matches(".*[\"\\\\\\r\\n].*")
                : !LOCAL_PART.matcher(local).matches()) {
            return false;
        }
        var domain = text.substring(at + 1);
        if (domain.startsWith("[") && domain.endsWith("]")) {
            var address = domain.substring(1, domain.length() - 1);
            return address.startsWith("IPv6:") ? isIpv6(address.substring(5)) : isIpv4(address);
        }
        return isInternationalHostname(domain);
    }

    private static boolean isHostname(String text) {
        if (text.isEmpty() || text.length() > 253) {
            return false;
        }
        for (var label : text.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInternationalHostname(String text) {
        try {
            return text.length() <= 253 && isHostname(IDN.toASCII(text.replaceAll("[\u3002\uFF0E\uFF61]", ".")));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isIpv4(String text) {
        var parts = text.split("\\.", 5);
        if (parts.length != 4 || text.length() > 15) {
            return false;
        }
        for (var part : parts) {
            if (!BYTE.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String text) {
        if (text.length() > 45) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return hextets(text) == 8;
        }
        int before = hextets(text.substring(0, gap));
        int after = hextets(text.substring(gap + 2));
        return before >= 0
                && after >= 0
                && before + after < 8
                && !text.substring(0, gap).contains(".");
    }

    /** How many groups of 16 bits these are; negative when they are none. */
    private static int hextets(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        var groups = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            if (HEXTET.matcher(groups[i]).matches()) {
                count++;
            } else if (i == groups.length - 1 && isIpv4(groups[i])) {
                count += 2;
            } else {
                return -9;
            }
        }
        return count;
    }

    private static boolean isIri(String text, boolean absolute) {
        try {
            var uri = new URI(text);
            return !absolute || uri.isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isUriTemplate(String text) {
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '{') {
                int end = text.indexOf('}', at);
                if (end < 0 || !EXPRESSION.matcher(text.substring(at + 1, end)).matches()) {
                    return false;
                }
                at = end;
            } else if (next <= ' ' || "\"'<>\\^`|}".indexOf(next) >= 0) {
                return false;
            }
            at++;
        }
        return true;
    }

    private static boolean isRelativePointer(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        var rest = text.substring(end);
        return STEPS_UP.matcher(text.substring(0, end)).matches()
                && (rest.equals("#") || POINTER.matcher(rest).matches());
    }

    /** Whether it is one at all; look-around is well-formed, though no pattern of a schema may have it. */
    private static boolean isRegex(String text) {
        if (text.length() > EcmaPattern.MAX_LENGTH) {
            return false;
        }
        try {
            EcmaPattern.compile(text);
            return true;
        } catch (IllegalArgumentException e) {
            return hasLookAround(text);
        }
    }

    private static boolean hasLookAround(String text) {
        try {
            Pattern.compile(text);
            return text.matches("(?s).*(\\(\\?<?[=!]|\\\\[1-9k]).*");
        } catch (PatternSyntaxException | StackOverflowError e) {
            return false;
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 0x80);
    }
}
