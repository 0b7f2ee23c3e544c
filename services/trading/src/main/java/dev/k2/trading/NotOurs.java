package dev.k2.trading;

import dev.k2.model.LinkId;

/** Another node acts for an account, so nothing was written. Whatever was under way is theirs. */
final class NotOurs extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotOurs(LinkId link) {
        super("link " + link + " is held by another node; nothing was written");
    }
}
