package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One line of a recording.
 *
 * @param micros when, in microseconds since 1970
 * @param direction open, send, recv or http
 * @param url where to, empty for what came over an open socket
 * @param message what was said; a missing node for lines that say nothing
 */
public record RecordedFrame(long micros, String direction, String url, JsonNode message) {}
