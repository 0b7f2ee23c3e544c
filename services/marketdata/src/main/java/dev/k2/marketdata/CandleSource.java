package dev.k2.marketdata;

import dev.k2.exchange.Exchange;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.time.Instant;
import java.util.List;

/** Where closed candles come from. */
interface CandleSource {
    /** The exchange itself, asked each time. */
    CandleSource EXCHANGE =
            (exchange, instrument, interval, from, to) ->
                    exchange.market().candles(instrument, interval, from, to).orThrow();

    /**
     * Candles of a width that the exchange offers, which open in a range, oldest first; the one
     * that is open may be among them.
     *
     * @throws dev.k2.exchange.ExchangeException where the exchange has to be asked and fails
     */
    List<Candle> candles(
            Exchange exchange,
            Instrument instrument,
            CandleInterval interval,
            Instant from,
            Instant to);

    /** Seconds that were built from trades and kept; none where nothing is kept. */
    default List<Candle> seconds(Instrument instrument, Instant from, Instant to) {
        return List.of();
    }
}
