package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Order;
import dev.k2.sim.OrderList;
import dev.k2.sim.OrderPair;
import dev.k2.sim.WireJson;

/** Order lists in Binance's words. Pure. */
final class ListWords {
    private ListWords() {}

    static ObjectNode list(OrderList list, boolean micros) {
        ObjectNode node =
                WireJson.object()
                        .put("orderListId", list.id())
                        .put("contingencyType", kind(list))
                        .put("listStatusType", statusType(list))
                        .put("listOrderStatus", orderStatus(list))
                        .put("listClientOrderId", list.clientId())
                        .put("transactionTime", BinanceTime.shown(time(list), micros))
                        .put("symbol", list.market().listing().symbol());
        ArrayNode orders = node.putArray("orders");
        for (Order order : list.orders()) {
            orders.addObject()
                    .put("symbol", order.listing().symbol())
                    .put("orderId", order.id())
                    .put("clientOrderId", order.clientOrderId());
        }
        return node;
    }

    static ObjectNode event(OrderList list, long now, boolean micros) {
        ObjectNode node =
                WireJson.object()
                        .put("e", "listStatus")
                        .put("E", BinanceTime.shown(now, micros))
                        .put("s", list.market().listing().symbol())
                        .put("g", list.id())
                        .put("c", kind(list))
                        .put("l", statusType(list))
                        .put("L", orderStatus(list))
                        .put("r", "NONE")
                        .put("C", list.clientId())
                        .put("T", BinanceTime.shown(time(list), micros));
        ArrayNode orders = node.putArray("O");
        for (Order order : list.orders()) {
            orders.addObject()
                    .put("s", order.listing().symbol())
                    .put("i", order.id())
                    .put("c", order.clientOrderId());
        }
        return node;
    }

    private static String kind(OrderList list) {
        return list instanceof OrderPair ? "OCO" : "OTO";
    }

    private static String statusType(OrderList list) {
        return list.ended() ? "ALL_DONE" : "EXEC_STARTED";
    }

    private static String orderStatus(OrderList list) {
        return list.ended() ? "ALL_DONE" : "EXECUTING";
    }

    private static long time(OrderList list) {
        long latest = list.acceptedMicros();
        for (Order order : list.orders()) {
            latest = Math.max(latest, order.updatedMicros());
        }
        return latest;
    }
}
