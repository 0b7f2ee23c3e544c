package dev.k2.accounts;

import dev.k2.model.UserId;

/** Event: a key was ended. Sockets that were opened with it close. */
public record ApiKeyRevoked(UserId user, ApiKeyId key) {}
