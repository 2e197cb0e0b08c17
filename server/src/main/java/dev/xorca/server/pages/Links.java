package dev.xorca.server.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where what is in the catalogue is found: paths at this node. */
public final class Links {
    public static final String CATALOG = "/catalog";
    public static final String EVENTS = "/catalog/events";
    public static final String STYLE = "/assets/catalog.css";

    private Links() {}

    public static String orchestrator(String name) {
        return CATALOG + "/" + segment(name);
    }

    public static String machine(String name, String version) {
        return orchestrator(name) + "/" + segment(version);
    }

    /** An event type, or a descriptor of types. */
    public static String event(String type) {
        return EVENTS + "/" + segment(type);
    }

    /** The schema of an event's data as a version of a machine has it. */
    public static String schema(String type, String machineId) {
        return CATALOG + "/schemas/" + segment(type) + "/" + segment(machineId);
    }

    /** A text as part of a path; a slash in it stays one, for servers take no other. */
    private static String segment(String text) {
        return query(text).replace("%2F", "/");
    }

    /** A text as the value of a parameter. */
    public static String query(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
