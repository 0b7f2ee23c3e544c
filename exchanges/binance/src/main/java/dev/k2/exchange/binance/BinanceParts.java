package dev.k2.exchange.binance;

import dev.k2.exchange.Health;
import dev.k2.model.ExchangeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The feeds and accounts that one exchange has open. */
final class BinanceParts {
    private final Set<BinancePart> open = ConcurrentHashMap.newKeySet();

    <P extends BinancePart> P add(P part) {
        open.add(part);
        return part;
    }

    void remove(BinancePart part) {
        open.remove(part);
    }

    /** How the exchange stands: its answers to questions, and every connection. */
    Health health(ExchangeId exchange, BinanceMarket market, BinanceLimits limits) {
        List<Health> parts = new ArrayList<>();
        parts.add(BinanceHealth.rest(market::time, limits));
        open.forEach(part -> parts.addAll(part.connections()));
        return Health.whole(exchange.text(), parts);
    }

    void close() {
        open.forEach(BinancePart::close);
        open.clear();
    }
}
