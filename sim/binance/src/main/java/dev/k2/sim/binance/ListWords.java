package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Order;
import dev.k2.sim.OrderPair;

/** Order lists in Binance's words. Pure. */
final class ListWords {
    private ListWords() {}

    static ObjectNode list(OrderPair pair, boolean micros) {
        ObjectNode node =
                BinanceJson.object()
                        .put("orderListId", pair.id())
                        .put("contingencyType", "OCO")
                        .put("listStatusType", statusType(pair))
                        .put("listOrderStatus", orderStatus(pair))
                        .put("listClientOrderId", pair.clientId())
                        .put("transactionTime", BinanceTime.shown(time(pair), micros))
                        .put("symbol", pair.market().listing().symbol());
        ArrayNode orders = node.putArray("orders");
        for (Order order : pair.orders()) {
            orders.addObject()
                    .put("symbol", order.listing().symbol())
                    .put("orderId", order.id())
                    .put("clientOrderId", order.clientOrderId());
        }
        return node;
    }

    static ObjectNode event(OrderPair pair, long now, boolean micros) {
        ObjectNode node =
                BinanceJson.object()
                        .put("e", "listStatus")
                        .put("E", BinanceTime.shown(now, micros))
                        .put("s", pair.market().listing().symbol())
                        .put("g", pair.id())
                        .put("c", "OCO")
                        .put("l", statusType(pair))
                        .put("L", orderStatus(pair))
                        .put("r", "NONE")
                        .put("C", pair.clientId())
                        .put("T", BinanceTime.shown(time(pair), micros));
        ArrayNode orders = node.putArray("O");
        for (Order order : pair.orders()) {
            orders.addObject()
                    .put("s", order.listing().symbol())
                    .put("i", order.id())
                    .put("c", order.clientOrderId());
        }
        return node;
    }

    private static String statusType(OrderPair pair) {
        return pair.ended() ? "ALL_DONE" : "EXEC_STARTED";
    }

    private static String orderStatus(OrderPair pair) {
        return pair.ended() ? "ALL_DONE" : "EXECUTING";
    }

    private static long time(OrderPair pair) {
        long latest = pair.acceptedMicros();
        for (Order order : pair.orders()) {
            latest = Math.max(latest, order.updatedMicros());
        }
        return latest;
    }
}
