package dev.k2.signals;

import dev.k2.platform.Secret;
import java.util.Optional;

/**
 * A template with what is shown to its owner once.
 *
 * @param token the last part of the address
 * @param secret what a signed one signs with: {@code whsec_} and Base64
 */
public record SignalKeys(SignalTemplate template, Secret token, Optional<Secret> secret) {}
