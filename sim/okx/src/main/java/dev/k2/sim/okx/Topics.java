package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.util.Set;

/** The names of channels: where each is served, and what its argument is. Pure. */
final class Topics {
    private static final Set<String> OF_INSTRUMENT =
            Set.of(
                    "tickers",
                    "trades",
                    "books",
                    "books5",
                    "bbo-tbt",
                    "mark-price",
                    "index-tickers",
                    "funding-rate",
                    "open-interest",
                    "price-limit");
    private static final Set<String> FOR_TIERS = Set.of("books-l2-tbt", "books50-l2-tbt");
    private static final Set<String> OF_TYPE = Set.of("instruments", "liquidation-orders");
    private static final Set<String> BUSINESS = Set.of("trades-all");
    private static final Set<String> OF_ACCOUNT =
            Set.of(
                    "account",
                    "positions",
                    "balance_and_position",
                    "orders",
                    "fills",
                    "liquidation-warning");
    private static final Set<String> ALGOS = Set.of("orders-algo", "algo-advance");
    static final String CANDLE = "candle";
    static final String MARK_CANDLE = "mark-price-candle";
    static final String INDEX_CANDLE = "index-candle";

    private Topics() {}

    /** The addresses that channels are served at. */
    enum Place {
        PUBLIC,
        BUSINESS,
        PRIVATE
    }

    static boolean isOpen(String channel) {
        return isOfInstrument(channel) || OF_TYPE.contains(channel) || channel.equals("status");
    }

    static boolean isOfInstrument(String channel) {
        return OF_INSTRUMENT.contains(channel) || BUSINESS.contains(channel) || isCandle(channel);
    }

    static boolean isOfType(String channel) {
        return OF_TYPE.contains(channel);
    }

    static boolean isForTiers(String channel) {
        return FOR_TIERS.contains(channel);
    }

    static boolean isCandle(String channel) {
        return !bar(channel).isEmpty();
    }

    /** The length of a channel's candles as it is named, empty when it has none. */
    static String bar(String channel) {
        for (String prefix : new String[] {CANDLE, MARK_CANDLE, INDEX_CANDLE}) {
            if (channel.startsWith(prefix)
                    && Bars.named(channel.substring(prefix.length())) != null) {
                return channel.substring(prefix.length());
            }
        }
        return "";
    }

    static boolean isOfAccount(String channel) {
        return OF_ACCOUNT.contains(channel) || ALGOS.contains(channel);
    }

    static boolean isKnown(String channel) {
        return isOpen(channel) || isOfAccount(channel) || isForTiers(channel);
    }

    /** Where a channel is served. */
    static Place place(String channel) {
        if (ALGOS.contains(channel) || BUSINESS.contains(channel) || isCandle(channel)) {
            return Place.BUSINESS;
        }
        return OF_ACCOUNT.contains(channel) ? Place.PRIVATE : Place.PUBLIC;
    }

    /** The topic of an instrument's channel, which is the argument that its messages carry. */
    static String of(String channel, String instId) {
        return WireJson.object().put("channel", channel).put("instId", instId).toString();
    }

    static String ofType(String channel, String instType) {
        return WireJson.object().put("channel", channel).put("instType", instType).toString();
    }

    /** A message of a topic, whose data is there already. */
    static String message(String topic, String data) {
        return "{\"arg\":" + topic + ",\"data\":[" + data + "]}";
    }

    static String bookMessage(String topic, String action, ObjectNode data) {
        return "{\"arg\":" + topic + ",\"action\":\"" + action + "\",\"data\":[" + data + "]}";
    }
}
