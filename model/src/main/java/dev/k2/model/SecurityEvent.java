package dev.k2.model;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something happened to a person's account that its owner should know of. May be published more than once, with the same id.
 *
 * @param what in one word of a program, such as {@code new_login}
 * @param title a few words for a person
 * @param body a sentence
 * @param details the device, the address and what else there is, for programs; no secret
 */
public record SecurityEvent(
        UserId user,
        UUID id,
        String what,
        String title,
        String body,
        Map<String, String> details,
        Instant at) {
    /** Details are copied. */
    public SecurityEvent {
        details = Map.copyOf(details);
    }
}
