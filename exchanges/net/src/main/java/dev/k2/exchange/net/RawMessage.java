package dev.k2.exchange.net;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One message of an exchange as it was recorded.
 *
 * @param direction {@code open}, {@code send}, {@code recv} or {@code http}; {@code recv} where the
 *     record does not say
 * @param address where it came from, with its query; empty where the record does not say
 * @param millis when, in epoch milliseconds; 0 where the record does not say
 * @param body what was said; a missing node for {@code open}
 */
public record RawMessage(String direction, String address, long millis, JsonNode body) {}
