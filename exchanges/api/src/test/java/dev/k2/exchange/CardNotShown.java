package dev.k2.exchange;

import org.opentest4j.TestAbortedException;

/** The simulated exchange cannot bring about what the card is about. */
final class CardNotShown extends TestAbortedException {
    CardNotShown(String why) {
        super(why);
    }
}
