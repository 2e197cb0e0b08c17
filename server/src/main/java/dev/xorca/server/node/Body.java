package dev.xorca.server.node;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, no larger than it may be.
 *
 * @param mediaType in small letters, without parameters; empty for none
 * @param bytes the body
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are never compared
record Body(String mediaType, byte[] bytes) {

    /**
     * Reads it.
     *
     * @throws Problem when it is larger than this, or in another character set than UTF-8
     */
    static Body of(Context context, int most) {
        var contentType = context.header("Content-Type");
        var parts = (contentType == null ? "" : contentType)
                .toLowerCase(Locale.ROOT)
                .split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw unsupported("the body must be in UTF-8, not " + parameter);
            }
        }
        return new Body(parts[0].strip(), read(context, most));
    }

    private static byte[] read(Context context, int most) {
        if (context.req().getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        try {
            var bytes = context.bodyInputStream().readNBytes(most + 1);
            if (bytes.length > most) {
                throw tooLarge(most);
            }
            return bytes;
        } catch (IOException e) {
            throw Problem.badRequest("the body ended before its end");
        }
    }

    private static Problem tooLarge(int most) {
        return Problem.of(
                413, "Too large", "the body has more than the limit of " + most + " bytes (http-max-body-bytes)");
    }

    static Problem unsupported(String detail) {
        return Problem.of(415, "Unsupported media type", detail);
    }

    /** @throws Problem when it is no JSON */
    @Nullable
    Object json() {
        try {
            return Json.read(bytes);
        } catch (JsonException e) {
            throw Problem.badRequest("the body is not JSON: " + e.getMessage());
        }
    }
}
