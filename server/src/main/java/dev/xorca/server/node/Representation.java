package dev.xorca.server.node;

import dev.xorca.schemas.Json;
import dev.xorca.server.pages.Html;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same as long as the node runs the same machines: sent with its mark ({@code ETag}), and not sent again to
 * whoever has it ({@code If-None-Match}).
 *
 * @param contentType with the character set, for text
 * @param policy what a browser may load for it and run in it ({@code Content-Security-Policy})
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are never compared
record Representation(String contentType, byte[] bytes, String policy) {
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    /** A picture carries its own style; it may be shown in pages of ours, and by itself. */
    private static final String PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    static Representation of(Map<String, ?> json) {
        return new Representation("application/json", Json.bytes(json), NOTHING);
    }

    static Representation of(Html page) {
        return new Representation("text/html; charset=utf-8", page.toPage().getBytes(StandardCharsets.UTF_8), PAGE);
    }

    static Representation text(String contentType, String text) {
        return new Representation(contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), NOTHING);
    }

    static Representation picture(String svg) {
        return new Representation("image/svg+xml", svg.getBytes(StandardCharsets.UTF_8), PICTURE);
    }

    Representation as(String otherContentType) {
        return new Representation(otherContentType, bytes, policy);
    }

    /** With the status that is set, and without a mark. */
    void sendAsError(Context context) {
        secured(context).contentType(contentType).result(bytes);
    }

    private Context secured(Context context) {
        return context.header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin");
    }

    void send(Context context) {
        var tag = "\"" + hash() + "\"";
        secured(context).header("ETag", tag).header("Cache-Control", "no-cache");
        if (isKnown(context.header("If-None-Match"), tag)) {
            context.status(304);
        } else {
            context.contentType(contentType).result(bytes);
        }
    }

    private static boolean isKnown(@Nullable String known, String tag) {
        return known != null
                && Arrays.stream(known.split(",", -1))
                        .map(String::strip)
                        .map(each -> each.startsWith("W/") ? each.substring(2) : each)
                        .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    private String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(contentType.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
