package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts back what an earlier run of the engine had done. Money moves again as it moved then. */
final class Restoration {
    private final MatchingEngine engine;
    private final Settlement settlement;
    private final OrderArchive archive;
    private final MarginDesk margin;
    private final AlgoDesk algos;
    private final Diary diary;

    Restoration(
            MatchingEngine engine,
            Settlement settlement,
            OrderArchive archive,
            MarginDesk margin,
            AlgoDesk algos,
            Diary diary) {
        this.engine = engine;
        this.settlement = settlement;
        this.archive = archive;
        this.margin = margin;
        this.algos = algos;
        this.diary = diary;
    }

    void note(JsonNode note) {
        diary.read(engine, note);
    }

    void account(Account account) {
        engine.restore(account);
    }

    void deposited(String account, String asset, BigDecimal amount, long micros) {
        Account owner = account(account);
        owner.balance(asset).add(amount);
        owner.touched(micros);
    }

    void accepted(
            String account,
            String symbol,
            long id,
            OrderRequest request,
            BigDecimal hold,
            long micros) {
        Market market = market(symbol);
        Order order = new Order(id, account(account), market, request, micros);
        if (!settlement.hold(order, hold)) {
            throw new IllegalStateException(
                    "order " + id + " cannot hold " + hold + " " + order.holdAsset());
        }
        market.skipOrderIds(id + 1);
        archive.accepted(order);
    }

    void triggered(String account, String symbol, long id, BigDecimal hold, long micros) {
        Order order = order(account, symbol, id);
        settlement.releaseDownTo(order, BigDecimal.ZERO);
        settlement.hold(order, hold);
        order.trigger(micros);
    }

    void filled(String account, String symbol, long id, Fill fill, boolean whole) {
        Order order = order(account, symbol, id);
        BigDecimal _ =
                settlement.settle(order, fill.price(), fill.quantity(), fill.fee(), fill.micros());
        settlement.settleOtherSide(order, engine.house(), fill.price(), fill.quantity());
        order.fill(fill);
        order.market().skipTradeIds(fill.tradeId() + 1);
        archive.filled(order, fill);
        if (whole) {
            order.fillWhole();
            settlement.releaseDownTo(order, BigDecimal.ZERO);
            archive.ended(order);
            OrderPair pair = order.pair();
            boolean _ = pair != null && pair.endsNow();
            ended(order);
        }
    }

    void prevented(String account, String symbol, long id, long quantity, long micros) {
        Order order = order(account, symbol, id);
        order.prevent(quantity, micros);
        if (!order.request().market()) {
            settlement.releaseDownTo(order, Holds.needed(order));
        }
    }

    void amended(
            String account,
            String symbol,
            long id,
            long quantity,
            String clientOrderId,
            long micros) {
        Order order = order(account, symbol, id);
        order.amend(quantity, clientOrderId, micros);
        archive.named(order);
        settlement.releaseDownTo(order, Holds.needed(order));
    }

    void modified(
            String account,
            String symbol,
            long id,
            long price,
            long quantity,
            String clientOrderId,
            long change,
            long micros) {
        Order order = order(account, symbol, id);
        order.modify(change, price, quantity, micros);
        if (!clientOrderId.isEmpty()) {
            order.rename(clientOrderId);
            archive.named(order);
        }
        if (!order.listing().holdsPositions() && !settlement.holdExactly(order)) {
            throw new IllegalStateException("order " + id + " cannot be paid as it was changed");
        }
    }

    void algo(String account, String symbol, long id, AlgoRequest request, long micros) {
        algos.restore(new AlgoOrder(id, account(account), market(symbol), request, micros));
    }

    void algoChanged(
            String account,
            String symbol,
            long id,
            AlgoStatus status,
            long child,
            String reason,
            long micros) {
        Order order = child == 0 ? null : order(account, symbol, child);
        algos.restore(id, status, order, reason, micros);
    }

    void configured(
            String account, @Nullable String symbol, MarginSetting setting, int value, long at) {
        Account owner = account(account);
        owner.margin()
                .configure(
                        new EngineEvent.Configured(
                                owner, symbol == null ? null : market(symbol), setting, value, at));
    }

    void paid(
            String account,
            String symbol,
            PositionSide side,
            EngineEvent.Payment kind,
            BigDecimal amount,
            long micros) {
        Market market = market(symbol);
        margin.apply(
                new EngineEvent.Paid(
                        account(account),
                        market,
                        side,
                        kind,
                        market.listing().quote(),
                        amount,
                        micros));
    }

    void chained(String account, String symbol, JsonNode entry) {
        List<Order> pending = new ArrayList<>();
        for (JsonNode id : entry.path("pending")) {
            Order order = order(account, symbol, id.asLong());
            order.park();
            pending.add(order);
        }
        long id = entry.path("id").asLong();
        archive.started(
                new OrderChain(
                        id,
                        entry.path("client").asText(),
                        order(account, symbol, id),
                        pending,
                        entry.path("t").asLong()));
    }

    void released(String account, String symbol, long id, BigDecimal hold, long micros) {
        Order order = order(account, symbol, id);
        order.release(micros);
        settlement.hold(order, hold);
    }

    private static void ended(Order order) {
        OrderChain chain = order.chain();
        boolean _ = chain != null && chain.endsNow();
    }

    void closed(String account, String symbol, long id, Ending ending, long micros) {
        Order order = order(account, symbol, id);
        settlement.releaseDownTo(order, BigDecimal.ZERO);
        order.end(ending, micros);
        archive.ended(order);
        ended(order);
        OrderPair pair = order.pair();
        if (pair != null && !pair.endsNow() && pair.partnerOf(order).status().open()) {
            settlement.holdAgain(pair.partnerOf(order));
        }
    }

    void paired(
            String account, String symbol, long first, long second, String clientId, long micros) {
        Order one = order(account, symbol, first);
        OrderPair pair =
                new OrderPair(first, clientId, one, order(account, symbol, second), micros);
        if (one.chain() == null) {
            archive.started(pair);
        }
    }

    void stands(String symbol, String state) {
        Market market = market(symbol);
        if (state.equals(JournalWords.DELISTED)) {
            engine.hide(market);
        } else {
            engine.show(market);
            engine.setStatus(market, Market.Status.valueOf(state));
        }
    }

    void idsReserved(String symbol, long tradeIds) {
        market(symbol).skipTradeIds(tradeIds);
    }

    /** Brings the open orders back to where they waited. */
    void finish() {
        for (Account account : engine.accounts()) {
            for (Order order : archive.open(account)) {
                if (order.parked()) {
                    continue;
                }
                if (order.dormant()) {
                    order.market().arm(order);
                } else {
                    order.market().book().add(order);
                }
            }
        }
    }

    private Account account(String name) {
        return known(engine.account(name), "account " + name);
    }

    private Market market(String symbol) {
        Market market = engine.marketEver(symbol);
        Listing once = market == null ? diary.listing(symbol) : null;
        return once == null ? known(market, "market " + symbol) : engine.open(once);
    }

    private Order order(String account, String symbol, long id) {
        return known(archive.byId(account(account), market(symbol), id), "order " + id);
    }

    private static <T> T known(@Nullable T thing, String what) {
        if (thing == null) {
            throw new IllegalStateException(
                    "the journal speaks of " + what + ", which is not known");
        }
        return thing;
    }
}
