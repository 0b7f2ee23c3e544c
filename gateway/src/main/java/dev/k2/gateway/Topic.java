package dev.k2.gateway;

import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing of the market that can be subscribed to.
 *
 * @param variant the interval of candles, the depth of a whole book; empty text otherwise
 */
record Topic(Channel channel, ExchangeId exchange, InstrumentId instrument, String variant) {
    /** A public channel. */
    enum Channel {
        PRICES,
        BOOK,
        TRADES,
        CANDLES,
        MARK_PRICE,
        LIQUIDATIONS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Channel> parse(String text) {
            for (Channel channel : values()) {
                if (channel.text().equals(text)) {
                    return Optional.of(channel);
                }
            }
            return Optional.empty();
        }
    }

    static Topic of(Channel channel, Instrument instrument, String variant) {
        return new Topic(channel, instrument.exchange(), instrument.id(), variant);
    }

    /** Whether a message only makes sense after the one before it. */
    boolean isChain() {
        return channel == Channel.BOOK && variant.isEmpty();
    }

    /** Whether the newest message says everything that the ones before said. */
    boolean isState() {
        return !isChain() && channel != Channel.TRADES && channel != Channel.LIQUIDATIONS;
    }
}
