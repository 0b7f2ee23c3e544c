package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderList;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.Outcome;
import dev.k2.sim.Refusal;
import dev.k2.sim.Side;
import dev.k2.sim.Trigger;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders that wait for a price, and orders that hang together. All prices that are waited for are the last trade's. */
final class AdvancedCalls {
    private final CryptocomFloor floor;
    private final MatchingEngine engine;
    private final TradeCalls trades;
    private final OrderIndex index;
    private final OrderWords words;

    AdvancedCalls(CryptocomFloor floor, TradeCalls trades, OrderIndex index, OrderWords words) {
        this.floor = floor;
        this.engine = floor.engine();
        this.trades = trades;
        this.index = index;
        this.words = words;
    }

    /** How orders hang together. */
    private enum Contingency {
        OCO,
        OTO,
        OTOCO
    }

    Reply createOco(Call.Request request) {
        return create(request, Contingency.OCO);
    }

    Reply createOto(Call.Request request) {
        return create(request, Contingency.OTO);
    }

    Reply createOtoco(Call.Request request) {
        return create(request, Contingency.OTOCO);
    }

    private Reply create(Call.Request request, Contingency kind) {
        List<Args> legs = request.args().list("order_list");
        Market market = floor.market(legs.getFirst().required("instrument_name"));
        if (legs.size() != (kind == Contingency.OTOCO ? 3 : 2)) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        List<OrderRequest> asked = new ArrayList<>();
        for (int i = 0; i < legs.size(); i++) {
            asked.add(leg(request, legs.get(i), market, kind, i + 1));
        }
        String listId = index.nextId();
        Outcome outcome =
                kind == Contingency.OCO
                        ? pair(request.customer(), market, listId, asked)
                        : engine.placeChain(
                                request.customer(),
                                market,
                                listId,
                                asked.getFirst(),
                                asked.subList(1, asked.size()));
        if (outcome instanceof Outcome.Refused(Refusal reason)) {
            throw TradeCalls.refused(reason);
        }
        return Reply.of(WireJson.object().put("list_id", listId));
    }

    /** Both must wait, one of them in the book. */
    private Outcome pair(Account account, Market market, String listId, List<OrderRequest> asked) {
        OrderRequest one = asked.getFirst();
        OrderRequest other = asked.getLast();
        boolean sameSide = one.side() == other.side() && one.quantity() == other.quantity();
        for (OrderRequest leg : asked) {
            long best = market.book().best(leg.side().opposite());
            boolean crosses =
                    leg.trigger() == null
                            && (leg.market()
                                    || (best != 0
                                            && (leg.side() == Side.BUY
                                                    ? leg.price() >= best
                                                    : leg.price() <= best)));
            if (crosses || !sameSide) {
                throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
            }
        }
        return engine.placePair(account, market, listId, one, other);
    }

    private OrderRequest leg(
            Call.Request request, Args args, Market market, Contingency kind, int leg) {
        if (!args.required("instrument_name").equals(market.listing().symbol())) {
            throw new CryptocomRefusal(CryptocomError.INVALID_INSTRUMENT);
        }
        Account account = request.customer();
        OrderReading.Names names = trades.names(account, args, request.nonce() + "-" + leg);
        OrderRequest asked = trades.read(account, args, market, names, true);
        Map<String, String> said = new HashMap<>(asked.words());
        said.put("contingency", kind.name());
        said.put("leg", Integer.toString(leg));
        return asked.withWords(said);
    }

    /** Ends all that is open of a list. */
    Reply cancelList(Call.Request request) {
        OrderList list = list(request.customer(), request.args().required("list_id"));
        Order open =
                list.orders().stream()
                        .filter(order -> order.status().open())
                        .findFirst()
                        .orElseThrow(() -> new CryptocomRefusal(CryptocomError.NO_ACTIVE_ORDER));
        OrderList _ =
                engine.together(
                        () -> {
                            Outcome _ = engine.cancel(open, null);
                            for (Order order : list.orders()) {
                                if (order.status().open()) {
                                    Outcome _ = engine.cancel(order, null);
                                }
                            }
                            return list;
                        });
        return Reply.done();
    }

    Reply lists(Call.Request request) {
        ArrayNode rows = WireJson.array();
        JsonNode wanted = request.args().sent().path("list_id_list");
        if (!wanted.isArray() || wanted.isEmpty()) {
            throw CryptocomRefusal.missing();
        }
        for (JsonNode id : wanted) {
            list(request.customer(), id.asText())
                    .orders()
                    .forEach(order -> rows.add(words.order(order)));
        }
        return Reply.ofData(rows);
    }

    private OrderList list(Account account, String listId) {
        for (OrderList list : engine.archive().lists(account)) {
            if (list.clientId().equals(listId)) {
                return list;
            }
        }
        throw new CryptocomRefusal(CryptocomError.NOT_FOUND);
    }

    /** Another order comes in place of one that waits for its price, and takes its ids over. */
    Reply amend(Call.Request request) {
        Args args = request.args();
        Account account = request.customer();
        Known known = trades.find(account, args, "orig_client_oid", "order.amend");
        Order order = TradeCalls.open(known);
        Trigger trigger = order.request().trigger();
        if (trigger == null || !order.dormant() || order.list() != null) {
            throw new CryptocomRefusal(CryptocomError.NON_APPLICABLE);
        }
        OrderRequest asked = changed(order, args, trigger);
        Outcome outcome =
                engine.together(
                        () -> {
                            index.replaced(order);
                            Outcome _ = engine.cancel(order, null);
                            return engine.place(account, order.market(), asked);
                        });
        if (outcome instanceof Outcome.Refused(Refusal reason)) {
            throw TradeCalls.refused(reason);
        }
        return Reply.of(OrderWords.heard(OrderIndex.orderId(order), OrderIndex.clientOid(order)));
    }

    private OrderRequest changed(Order order, Args args, Trigger trigger) {
        CryptocomInstrument of = floor.instrument(order.market());
        OrderRequest old = order.request();
        BigDecimal refPrice = args.requiredDecimal("new_ref_price");
        BigDecimal newQuantity = args.requiredDecimal("new_quantity");
        BigDecimal newPrice = args.decimal("new_price");
        long price =
                newPrice == null || old.market()
                        ? old.price()
                        : OrderReading.price(newPrice, of, order.market(), old.side());
        long at = OrderReading.inTicks(refPrice, of, CryptocomError.INVALID_REF_PRICE);
        Map<String, String> said = new HashMap<>(old.words());
        said.put("ref_price", refPrice.toPlainString());
        OrderReading.Names names =
                new OrderReading.Names(
                        OrderIndex.orderId(order),
                        OrderIndex.clientOid(order),
                        order.clientOrderId());
        return Replacing.request(
                        old.withWords(said), names, price, OrderReading.quantity(newQuantity, of))
                .withTrigger(new Trigger(trigger.kind(), at));
    }
}
