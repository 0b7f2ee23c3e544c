package dev.k2.trading;

import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.TradeId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills that came before the answer which tells whose they are. Most belong to orders placed
 * elsewhere and are pushed out by newer ones; none is needed for the truth, which is asked for when
 * the exchange counts more than is here.
 */
final class Orphans {
    private static final int KEPT_MAX = 1000;

    private final Map<Key, Map<TradeId, Fill>> kept = new LinkedHashMap<>();

    private record Key(LinkId link, InstrumentId instrument, ExchangeOrderId order) {}

    synchronized void keep(LinkId link, List<Fill> ofOneOrder) {
        Fill first = ofOneOrder.getFirst();
        Map<TradeId, Fill> fills =
                kept.computeIfAbsent(
                        new Key(link, first.instrument(), first.order()),
                        key -> new LinkedHashMap<>());
        // Each look at fills tells those of others again.
        ofOneOrder.forEach(fill -> fills.put(fill.trade(), fill));
        if (kept.size() > KEPT_MAX) {
            Iterator<Key> oldest = kept.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    synchronized List<Fill> claim(Intent intent, ExchangeOrderId order) {
        Map<TradeId, Fill> fills = kept.remove(new Key(intent.link(), intent.instrument(), order));
        return fills == null ? List.of() : List.copyOf(fills.values());
    }
}
