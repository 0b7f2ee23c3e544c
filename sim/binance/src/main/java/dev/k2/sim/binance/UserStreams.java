package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderList;
import dev.k2.sim.OrderStatus;
import java.util.List;

/** Tells accounts what happens to their orders and balances, over every subscription they have. */
final class UserStreams implements EngineListener {
    private final BinanceFloor floor;
    private final Limits limits;
    private final UserHub hub;

    UserStreams(BinanceFloor floor, Limits limits, UserHub hub) {
        this.floor = floor;
        this.limits = limits;
        this.hub = hub;
    }

    @Override
    public void on(EngineEvent event) {
        switch (event) {
            case EngineEvent.OrderAccepted e -> tell(e.order(), event);
            case EngineEvent.OrderTriggered e -> tell(e.order(), event);
            case EngineEvent.OrderFilled e -> {
                if (e.fill().maker() && e.order().status() == OrderStatus.FILLED) {
                    limits.filled(e.order().account(), floor.micros() / 1000);
                }
                tell(e.order(), event);
            }
            case EngineEvent.OrderPrevented e -> tell(e.order(), event);
            case EngineEvent.OrderAmended e -> tell(e.order(), event);
            case EngineEvent.OrderClosed e -> tell(e.order(), event);
            case EngineEvent.Deposited e -> {
                long now = floor.micros();
                hub.publish(e.account(), null, micros -> UserEventWords.deposit(e, now, micros));
                hub.publish(
                        e.account(),
                        null,
                        micros ->
                                UserEventWords.position(
                                        e.account(), List.of(e.asset()), now, micros));
            }
            case EngineEvent.OrderModified e -> {}
            case EngineEvent.Configured e -> {}
            case EngineEvent.Paid e -> {}
            case EngineEvent.MarginCalled e -> {}
            case EngineEvent.AlgoAccepted e -> {}
            case EngineEvent.AlgoChanged e -> {}
            case EngineEvent.PairStarted e -> tell(e.pair());
            case EngineEvent.PairEnded e -> tell(e.pair());
            case EngineEvent.ChainStarted e -> tell(e.chain());
            case EngineEvent.ChainEnded e -> tell(e.chain());
            case EngineEvent.OrderReleased e -> tell(e.order(), event);
            case EngineEvent.TradePrinted e -> {}
            case EngineEvent.AccountOpened e -> {}
            case EngineEvent.IdsReserved e -> {}
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        hub.flush();
    }

    private void tell(Order order, EngineEvent event) {
        Account account = order.account();
        if (!hub.isHeard(account)) {
            return;
        }
        long now = floor.micros();
        Listing listing = order.listing();
        hub.publish(account, order.market(), micros -> report(event, now, micros));
        hub.publish(
                account,
                order.market(),
                micros ->
                        UserEventWords.position(
                                account, List.of(listing.base(), listing.quote()), now, micros));
    }

    /** A pair inside a chain is its owner's affair under the chain's name only. */
    private void tell(OrderList list) {
        if (list.orders().getFirst().list() != list) {
            return;
        }
        long now = floor.micros();
        hub.publish(list.account(), list.market(), micros -> ListWords.event(list, now, micros));
    }

    private static ObjectNode report(EngineEvent event, long now, boolean micros) {
        ObjectNode report = UserEventWords.report(event, now, micros);
        if (report == null) {
            throw new IllegalStateException("no report is told of " + event);
        }
        return report;
    }
}
