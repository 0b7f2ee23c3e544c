package dev.k2.trading;

import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.LinkId;
import java.util.ArrayList;
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

    private final Map<Key, List<Fill>> kept = new LinkedHashMap<>();

    private record Key(LinkId link, ExchangeOrderId order) {}

    synchronized void keep(LinkId link, List<Fill> ofOneOrder) {
        kept.computeIfAbsent(new Key(link, ofOneOrder.getFirst().order()), key -> new ArrayList<>())
                .addAll(ofOneOrder);
        if (kept.size() > KEPT_MAX) {
            Iterator<Key> oldest = kept.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    synchronized List<Fill> claim(LinkId link, ExchangeOrderId order) {
        List<Fill> fills = kept.remove(new Key(link, order));
        return fills == null ? List.of() : fills;
    }
}
