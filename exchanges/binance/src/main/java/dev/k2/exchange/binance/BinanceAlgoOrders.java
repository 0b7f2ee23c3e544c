package dev.k2.exchange.binance;

import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.OrderType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The orders of one account that wait for a trigger. Binance gives such an order an id of its own
 * kind, and when it is triggered another order appears with another id. To its owner it stays one:
 * everything that the other order does is told under the id of the first.
 */
final class BinanceAlgoOrders {
    private static final String PREFIX = "algo-";
    private static final int KEPT_MAX = 20_000;

    /** What is told of an order that the child does not tell. */
    record Algo(
            long id,
            Optional<ClientOrderId> clientOrderId,
            OrderType type,
            Optional<BigDecimal> price) {
        ExchangeOrderId orderId() {
            return BinanceAlgoOrders.orderId(id);
        }
    }

    private final Map<Long, Algo> byChild = kept();
    private final Map<ClientOrderId, Algo> byClientId = kept();

    /** The id that K2 knows such an order by. */
    static ExchangeOrderId orderId(long algoId) {
        return new ExchangeOrderId(PREFIX + algoId);
    }

    /** Binance's id of such an order; empty for the ids of all others. */
    static OptionalLong algoId(ExchangeOrderId id) {
        return id.text().startsWith(PREFIX)
                ? OptionalLong.of(Long.parseLong(wireId(id)))
                : OptionalLong.empty();
    }

    /** The same as Binance is told it. */
    static String wireId(ExchangeOrderId id) {
        return id.text().substring(PREFIX.length());
    }

    /**
     * Remembers an order, and what it became.
     *
     * @param child the order that it became; 0 where it waits
     */
    synchronized void remember(Algo algo, long child) {
        algo.clientOrderId().ifPresent(id -> byClientId.put(id, algo));
        if (child > 0) {
            byChild.put(child, algo);
        }
    }

    synchronized boolean isKnown(ClientOrderId id) {
        return byClientId.containsKey(id);
    }

    /** The order that another one came from. */
    synchronized Optional<Algo> parent(long child, Optional<ClientOrderId> childsClientId) {
        Algo known = byChild.get(child);
        return known != null ? Optional.of(known) : childsClientId.map(byClientId::get);
    }

    /** The same report, told of the order that it came from where it came from one. */
    OrderReport told(long orderId, OrderReport report) {
        return parent(orderId, report.clientOrderId())
                .map(algo -> told(algo, report))
                .orElse(report);
    }

    static OrderReport told(Algo algo, OrderReport child) {
        return new OrderReport(
                child.instrument(),
                algo.orderId(),
                algo.clientOrderId().or(child::clientOrderId),
                child.side(),
                algo.type(),
                algo.price(),
                child.quantity(),
                child.filledQuantity(),
                child.averagePrice(),
                child.status(),
                child.reason(),
                child.updatedAt());
    }

    /** The same fill, told of the order that it came from where it came from one. */
    Fill told(long orderId, Fill fill) {
        return parent(orderId, fill.clientOrderId())
                .map(algo -> fill.of(algo.orderId(), algo.clientOrderId().or(fill::clientOrderId)))
                .orElse(fill);
    }

    private static <K, V> Map<K, V> kept() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > KEPT_MAX;
            }
        };
    }
}
