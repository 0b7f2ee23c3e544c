package dev.k2.sim.bybit;

import dev.k2.sim.AlgoDesk;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.AlgoRequest;
import dev.k2.sim.Order;
import dev.k2.sim.Outcome;
import dev.k2.sim.Refusal;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes orders where they are: only what is sent becomes another. */
final class Amending {
    private final BybitFloor floor;

    Amending(BybitFloor floor) {
        this.floor = floor;
    }

    void amend(Ticket ticket, Fields fields) {
        BybitRules rules = floor.rules(ticket.market());
        Order order = ticket.order();
        AlgoOrder algo = ticket.algo();
        if (order != null) {
            resting(order, fields, rules);
        } else if (algo != null) {
            waiting(algo, fields, rules);
        }
    }

    private void resting(Order order, Fields fields, BybitRules rules) {
        if (order.dormant()) {
            throw new BybitRefusal(170130, "orders that wait for a price are not amended here");
        }
        long price = price(rules, fields.decimal("price"), order.request().price());
        BigDecimal size = fields.decimal("qty");
        long lots = size == null ? order.quantity() : OrderReading.lots(rules, size, price, false);
        if (floor.engine().modify(order, price, lots) instanceof Outcome.Refused(Refusal why)) {
            throw TradeCalls.refusal(rules.category(), why);
        }
    }

    /** One that waits is put in the place of the former, under the same id. */
    private void waiting(AlgoOrder algo, Fields fields, BybitRules rules) {
        AlgoRequest was = algo.request();
        long trigger = price(rules, fields.decimal("triggerPrice"), was.triggerPrice());
        long price = was.market() ? 0 : price(rules, fields.decimal("price"), was.price());
        BigDecimal size = fields.decimal("qty");
        long valued = price == 0 ? trigger : price;
        long lots =
                size == null
                        ? was.quantity()
                        : OrderReading.lots(rules, size, valued, was.market());
        if (trigger == was.triggerPrice() && price == was.price() && lots == was.quantity()) {
            throw TradeCalls.refusal(rules.category(), Refusal.UNCHANGED);
        }
        Map<String, String> words = new HashMap<>(was.words());
        words.put("trigger", rules.listing().price(trigger).toPlainString());
        replace(
                algo,
                new AlgoRequest(
                        was.clientId(),
                        was.kind(),
                        was.side(),
                        was.market(),
                        was.timeInForce(),
                        was.postOnly(),
                        price,
                        lots,
                        trigger,
                        was.activatePrice(),
                        was.callbackTenths(),
                        was.byMark(),
                        was.selfTrade(),
                        was.position(),
                        words),
                rules);
    }

    /** The former one comes back when the new one is refused. */
    private void replace(AlgoOrder former, AlgoRequest next, BybitRules rules) {
        AlgoDesk desk = floor.engine().algos();
        AlgoDesk.Placed placed =
                floor.engine()
                        .together(
                                () -> {
                                    boolean _ = desk.cancel(former);
                                    AlgoDesk.Placed tried =
                                            desk.place(former.account(), former.market(), next);
                                    if (tried instanceof AlgoDesk.Placed.Refused) {
                                        AlgoDesk.Placed _ =
                                                desk.place(
                                                        former.account(),
                                                        former.market(),
                                                        former.request());
                                    }
                                    return tried;
                                });
        if (placed instanceof AlgoDesk.Placed.Refused(Refusal why)) {
            throw TradeCalls.refusal(rules.category(), why);
        }
    }

    private static long price(BybitRules rules, @Nullable BigDecimal sent, long otherwise) {
        return sent == null ? otherwise : OrderReading.price(rules, sent);
    }
}
