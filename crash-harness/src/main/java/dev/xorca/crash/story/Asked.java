package dev.xorca.crash.story;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An event from the router, as a service sees it.
 *
 * @param attempt which attempt at what it asks it is, as its token says; 0 when it has none
 */
public record Asked(String type, int attempt, JsonNode data) {}
