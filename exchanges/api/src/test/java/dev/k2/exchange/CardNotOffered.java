package dev.k2.exchange;

import org.opentest4j.TestAbortedException;

/** The exchange's capabilities rule the card out. */
public final class CardNotOffered extends TestAbortedException {
    public CardNotOffered(String why) {
        super(why);
    }
}
