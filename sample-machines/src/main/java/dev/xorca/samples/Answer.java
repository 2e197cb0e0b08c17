package dev.xorca.samples;

import com.fasterxml.jackson.databind.JsonNode;

/** What a service has to say to a command: the type of the event that answers it, and its data. */
public record Answer(String type, JsonNode data) {}
