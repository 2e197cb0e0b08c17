package dev.xorca.server.node;

import dev.xorca.schemas.Json;
import io.javalin.http.Context;
import java.net.http.HttpResponse;
import java.util.Map;

/**
 * What a node has found out, here or elsewhere.
 *
 * @param status 200, or what else another node says
 * @param contentType of the body
 * @param body the answer as it leaves
 * @param standby whether it comes from a copy that may lag behind the owner's
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are never compared
record Answer(int status, String contentType, byte[] body, boolean standby) {
    private static final String JSON = "application/json";
    /** Tells where an answer was read when it was not at the owner. */
    static final String READ = "xorca-read";

    private static final String STANDBY = "standby";

    static Answer of(Map<String, ?> json, boolean standby) {
        return new Answer(200, JSON, Json.bytes(json), standby);
    }

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(JSON),
                response.body(),
                response.headers().firstValue(READ).filter(STANDBY::equals).isPresent());
    }

    boolean isFound() {
        return status == 200;
    }

    Map<String, Object> json() {
        return Json.readOwnObject(body);
    }

    void send(Context context) {
        if (standby) {
            context.header(READ, STANDBY);
        }
        context.status(status).contentType(contentType).result(body);
    }
}
