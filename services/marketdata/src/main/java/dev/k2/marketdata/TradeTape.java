package dev.k2.marketdata;

import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.TradeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest trades of one instrument, each once, in the order of their arrival. */
final class TradeTape {
    private final InstrumentId id;
    private final TradeIndex ids;
    private final long[] prices;
    private final long[] quantities;
    private final long[] millis;
    private final boolean[] bought;
    private final Instrument[] as;
    private long told;

    TradeTape(InstrumentId id, int kept) {
        this.id = id;
        ids = new TradeIndex(kept);
        prices = new long[kept];
        quantities = new long[kept];
        millis = new long[kept];
        bought = new boolean[kept];
        as = new Instrument[kept];
    }

    /** Whether the trade is new; exchanges repeat some after a reconnect. */
    synchronized boolean add(
            Instrument instrument,
            long tradeId,
            long price,
            long quantity,
            Side aggressor,
            long atMillis) {
        int at = ids.add(tradeId);
        if (at < 0) {
            return false;
        }
        prices[at] = price;
        quantities[at] = quantity;
        millis[at] = atMillis;
        bought[at] = aggressor == Side.BUY;
        as[at] = instrument;
        return true;
    }

    /** The newest trades, oldest first. */
    synchronized List<PublicTrade> newest(int limit) {
        return since(Math.max(0, ids.count() - Math.min(limit, as.length)));
    }

    /**
     * The trades that were not taken yet, or null for none; those that no longer fit are left out.
     */
    synchronized @Nullable List<PublicTrade> take() {
        if (told == ids.count()) {
            return null;
        }
        List<PublicTrade> trades = since(Math.max(told, ids.count() - as.length));
        told = ids.count();
        return trades;
    }

    private List<PublicTrade> since(long first) {
        List<PublicTrade> trades = new ArrayList<>();
        for (long n = first; n < ids.count(); n++) {
            int at = (int) (n % as.length);
            trades.add(
                    new PublicTrade(
                            id,
                            new TradeId(Long.toString(ids.id(at))),
                            as[at].price(prices[at]),
                            as[at].quantity(quantities[at]),
                            bought[at] ? Side.BUY : Side.SELL,
                            Instant.ofEpochMilli(millis[at])));
        }
        return trades;
    }
}
