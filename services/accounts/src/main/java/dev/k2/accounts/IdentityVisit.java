package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.time.Instant;

/**
 * A browser is sent to a provider.
 *
 * @param address where it is to go
 * @param browser what it has to bring back beside the state, from a cookie
 * @param expiresAt when it is too late to come back
 */
public record IdentityVisit(String address, Secret browser, Instant expiresAt) {}
