package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;

/**
 * Event: a session ended before its time. Sockets that were opened with it close.
 *
 * @param stolen whether a used refresh token came again, of which the person is to be told
 */
public record SessionRevoked(UserId user, SessionId session, boolean stolen) {}
