package dev.k2.exchange.cryptocom;

import dev.k2.exchange.net.FeedLines;
import dev.k2.exchange.net.Lines;
import dev.k2.model.Instrument;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.TradeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Notes what the reader tells, for the decoder; trades as those that were asked for. */
final class CryptocomTeller extends FeedLines {
    private final Lines lines;
    private final List<Map<String, Object>> told;

    CryptocomTeller(Lines lines, List<Map<String, Object>> told) {
        super(lines, told);
        this.lines = lines;
        this.told = told;
    }

    @Override
    public void onTrade(
            Instrument instrument,
            long tradeId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        told.add(
                lines.trade(
                        new PublicTrade(
                                instrument.id(),
                                new TradeId(Long.toString(tradeId)),
                                instrument.price(price),
                                instrument.quantity(quantity),
                                aggressor,
                                Instant.ofEpochMilli(exchangeMillis))));
    }
}
