package dev.k2.exchange.okx;

import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.OrderType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Orders that wait for a trigger have ids of their own and become other orders when it comes. To
 * their owner they stay one order, with the id that they were placed under.
 */
final class OkxAlgoOrders {
    private static final String PREFIX = "algo-";
    private static final int KEPT_MAX = 20_000;

    /** What is told of an order that the one it became does not tell. */
    record Algo(
            String id,
            Optional<ClientOrderId> clientOrderId,
            OrderType type,
            Optional<BigDecimal> price) {
        ExchangeOrderId orderId() {
            return OkxAlgoOrders.orderId(id);
        }
    }

    private final Map<String, Algo> byId = kept();
    private final Map<String, Algo> byChild = kept();
    private final Map<ClientOrderId, Algo> byClientId = kept();

    /** The id that K2 knows such an order by. */
    static ExchangeOrderId orderId(String algoId) {
        return new ExchangeOrderId(PREFIX + algoId);
    }

    /** OKX's id of such an order; empty for the ids of all others. */
    static Optional<String> algoId(ExchangeOrderId id) {
        return id.text().startsWith(PREFIX)
                ? Optional.of(id.text().substring(PREFIX.length()))
                : Optional.empty();
    }

    /**
     * Remembers an order, and what it became.
     *
     * @param child the order that it became; empty where it waits
     */
    synchronized void remember(Algo algo, Optional<String> child) {
        byId.put(algo.id(), algo);
        algo.clientOrderId().ifPresent(id -> byClientId.put(id, algo));
        child.ifPresent(order -> byChild.put(order, algo));
    }

    synchronized boolean isKnown(ClientOrderId id) {
        return byClientId.containsKey(id);
    }

    /**
     * A report of an order that another one became, told of the one that its owner knows.
     *
     * @param algoId the order that it came from, by its own words; empty for orders like any other
     * @param clientOrderId our id of that
     */
    synchronized OrderReport told(
            OrderReport report, Optional<String> algoId, Optional<ClientOrderId> clientOrderId) {
        Algo known = algoId.map(byId::get).orElse(null);
        if (known == null) {
            known = byChild.get(report.id().text());
        }
        if (known == null && algoId.isEmpty()) {
            return report;
        }
        Algo algo =
                known != null
                        ? known
                        : new Algo(
                                algoId.get(),
                                clientOrderId.or(report::clientOrderId),
                                report.type(),
                                report.price());
        remember(algo, Optional.of(report.id().text()));
        return new OrderReport(
                report.instrument(),
                algo.orderId(),
                algo.clientOrderId().or(() -> clientOrderId).or(report::clientOrderId),
                report.side(),
                algo.type(),
                algo.price(),
                report.quantity(),
                report.filledQuantity(),
                report.averagePrice(),
                report.status(),
                report.reason(),
                report.updatedAt());
    }

    /** The same fill, told of the order that it came from where it came from one. */
    synchronized Fill told(Fill fill) {
        Algo algo = byChild.get(fill.order().text());
        return algo == null
                ? fill
                : fill.of(algo.orderId(), algo.clientOrderId().or(fill::clientOrderId));
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
