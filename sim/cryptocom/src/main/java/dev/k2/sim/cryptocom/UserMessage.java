package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * Something that an account is told on one of its channels.
 *
 * @param kind the channel, advanced orders always as user.advance.order
 * @param instrument empty for what is not about one
 */
record UserMessage(String kind, String instrument, ArrayNode data) {
    static final String ADVANCED = "user.advance.order";

    /** Whether a subscription is told. */
    boolean fits(Channel channel) {
        String wanted = channel.isAdvanced() ? ADVANCED : channel.kind();
        return kind.equals(wanted)
                && (instrument.isEmpty()
                        || channel.instrument().isEmpty()
                        || channel.instrument().equals(instrument));
    }
}
