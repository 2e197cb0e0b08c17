package dev.xorca.server.node;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * Who answers what.
 *
 * @param path with parameters as Javalin writes them; those in angle brackets may hold slashes
 */
record Route(HandlerType method, String path, Handler handler) {
    static Route get(String path, Handler handler) {
        return new Route(HandlerType.GET, path, handler);
    }

    static Route post(String path, Handler handler) {
        return new Route(HandlerType.POST, path, handler);
    }
}
