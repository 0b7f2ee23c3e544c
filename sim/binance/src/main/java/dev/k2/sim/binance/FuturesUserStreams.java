package dev.k2.sim.binance;

import dev.k2.sim.Account;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.AlgoStatus;
import dev.k2.sim.Ending;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Fill;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.MarginSetting;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Position;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells accounts what happens to their orders, positions and money at the futures. */
final class FuturesUserStreams implements EngineListener {
    private final BinanceFloor floor;
    private final MarginDesk desk;
    private final UserHub hub;

    FuturesUserStreams(BinanceFloor floor, UserHub hub) {
        this.floor = floor;
        this.desk = floor.engine().margin();
        this.hub = hub;
    }

    @Override
    public void on(EngineEvent event) {
        switch (event) {
            case EngineEvent.OrderAccepted e -> tell(e.order(), "NEW", null, e.micros());
            case EngineEvent.OrderFilled e -> filled(e.order(), e.fill());
            case EngineEvent.OrderModified e -> tell(e.order(), "AMENDMENT", null, e.micros());
            case EngineEvent.OrderAmended e -> tell(e.order(), "AMENDMENT", null, e.micros());
            case EngineEvent.OrderClosed e -> tell(e.order(), ended(e.ending()), null, e.micros());
            case EngineEvent.Deposited e -> {
                String reason = e.amount().signum() < 0 ? "WITHDRAW" : "DEPOSIT";
                money(e.account(), null, reason, e.asset(), e.amount(), List.of(), e.micros());
            }
            case EngineEvent.Paid e -> paid(e);
            case EngineEvent.Configured e -> {
                if (e.setting() == MarginSetting.LEVERAGE
                        || e.setting() == MarginSetting.MULTI_ASSETS) {
                    hub.publish(
                            e.account(), e.market(), m -> FuturesEventWords.configured(e, now()));
                }
            }
            case EngineEvent.MarginCalled e ->
                    hub.publish(
                            e.account(), null, m -> FuturesEventWords.marginCall(e, desk, now()));
            case EngineEvent.AlgoAccepted e -> tell(e.algo(), AlgoStatus.NEW, e.micros());
            case EngineEvent.AlgoChanged e -> tell(e.algo(), e.status(), e.micros());
            case EngineEvent.OrderTriggered e -> {}
            case EngineEvent.OrderPrevented e -> {}
            case EngineEvent.PairStarted e -> {}
            case EngineEvent.PairEnded e -> {}
            case EngineEvent.ChainStarted e -> {}
            case EngineEvent.ChainEnded e -> {}
            case EngineEvent.OrderReleased e -> {}
            case EngineEvent.TradePrinted e -> {}
            case EngineEvent.AccountOpened e -> {}
            case EngineEvent.IdsReserved e -> {}
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        hub.flush();
    }

    private void filled(Order order, Fill fill) {
        Account account = order.account();
        boolean liquidation = order.clientOrderId().startsWith(MarginDesk.LIQUIDATION_PREFIX);
        if (!liquidation) {
            hub.publish(
                    account, order.market(), m -> FuturesEventWords.tradeLite(order, fill, now()));
        }
        money(
                account,
                order.market(),
                "ORDER",
                order.listing().quote(),
                BigDecimal.ZERO,
                List.of(position(account, order)),
                fill.micros());
        tell(order, liquidation ? "CALCULATED" : "TRADE", fill, fill.micros());
    }

    private void tell(AlgoOrder algo, AlgoStatus status, long at) {
        hub.publish(
                algo.account(),
                algo.market(),
                m -> FuturesAlgoWords.event(algo, status, at, now()));
        if (status == AlgoStatus.REJECTED) {
            hub.publish(
                    algo.account(), algo.market(), m -> FuturesAlgoWords.rejected(algo, at, now()));
        }
    }

    private void paid(EngineEvent.Paid paid) {
        String reason =
                switch (paid.kind()) {
                    case FUNDING -> "FUNDING_FEE";
                    case INSURANCE -> "INSURANCE_CLEAR";
                    case MARGIN -> "MARGIN_TRANSFER";
                };
        boolean shared =
                paid.kind() == EngineEvent.Payment.FUNDING
                        && !paid.account().margin().isolated(paid.market());
        Position position = paid.account().margin().position(paid.market(), paid.side());
        BigDecimal change =
                paid.kind() == EngineEvent.Payment.MARGIN ? BigDecimal.ZERO : paid.amount();
        money(
                paid.account(),
                paid.market(),
                reason,
                paid.asset(),
                change,
                shared ? List.of() : List.of(position),
                paid.micros());
    }

    private void money(
            Account account,
            @Nullable Market market,
            String reason,
            String asset,
            BigDecimal change,
            List<Position> positions,
            long at) {
        hub.publish(
                account,
                market,
                m ->
                        FuturesEventWords.account(
                                account, reason, asset, change, positions, desk, at, now()));
    }

    private void tell(Order order, String kind, @Nullable Fill fill, long at) {
        hub.publish(
                order.account(),
                order.market(),
                m -> FuturesEventWords.order(order, kind, fill, at, now()));
    }

    private static Position position(Account account, Order order) {
        return account.margin().position(order.market(), order.request().position().side());
    }

    private static String ended(Ending ending) {
        return ending == Ending.CANCELED_BY_OWNER ? "CANCELED" : "EXPIRED";
    }

    private long now() {
        return floor.micros() / 1000;
    }
}
