package dev.k2.signals;

import java.util.Optional;

/**
 * What a message says, as it says it: nothing is understood yet.
 *
 * @param id names the signal, where the sender names it
 * @param timed whether it carries a time, which makes two signals of the same words differ
 */
record SignalMessage(
        Optional<String> side,
        Optional<String> quantity,
        Optional<String> price,
        Optional<String> instrument,
        Optional<String> id,
        boolean timed) {}
