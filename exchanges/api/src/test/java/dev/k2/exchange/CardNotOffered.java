package dev.k2.exchange;

import org.opentest4j.TestAbortedException;

/** The exchange's capabilities rule the card out. */
final class CardNotOffered extends TestAbortedException {
    CardNotOffered(String why) {
        super(why);
    }
}
