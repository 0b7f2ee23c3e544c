package dev.k2.exchange.binance;

import dev.k2.exchange.FeeRates;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.binance.BinanceAlgoOrders.Algo;
import dev.k2.exchange.binance.BinanceParse.UnknownWord;
import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.MarginMode;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import dev.k2.model.Side;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The private messages of USD-M Futures into ours. Pure. */
final class BinanceFuturesParse {
    private BinanceFuturesParse() {}

    static OrderReport order(InstrumentId id, BinanceFuturesWire.Order wire) throws UnknownWord {
        OrderType type = type(wire.origType());
        return new OrderReport(
                id,
                new ExchangeOrderId(Long.toString(wire.orderId())),
                ourId(wire.clientOrderId()),
                side(wire.side()),
                type,
                limit(type, wire.price()),
                wire.origQty(),
                wire.executedQty(),
                average(wire.executedQty(), wire.avgPrice()),
                status(wire.status(), wire.origQty(), wire.executedQty()),
                Optional.empty(),
                Instant.ofEpochMilli(wire.updateTime()));
    }

    static OrderReport order(InstrumentId id, BinanceFuturesUserWire.OrderTold wire, long time)
            throws UnknownWord {
        OrderType type = type(wire.type());
        OrderStatus status = status(wire.status(), wire.quantity(), wire.filledQuantity());
        return new OrderReport(
                id,
                new ExchangeOrderId(Long.toString(wire.orderId())),
                ourId(wire.clientOrderId()),
                side(wire.side()),
                type,
                limit(type, wire.price()),
                wire.quantity(),
                wire.filledQuantity(),
                average(wire.filledQuantity(), wire.averagePrice()),
                status,
                status == OrderStatus.EXPIRED && wire.expiryReason() != null
                        ? BinanceFuturesWords.expiry(wire.expiryReason())
                        : Optional.empty(),
                Instant.ofEpochMilli(time));
    }

    /**
     * The fill that an order's event tells. Some events carry the words of a fill and no quantity;
     * those are none.
     */
    static Optional<Fill> fill(InstrumentId id, BinanceFuturesUserWire.OrderTold wire)
            throws UnknownWord {
        boolean filled =
                switch (wire.execution()) {
                    case "TRADE", "CALCULATED" -> true;
                    case "NEW", "CANCELED", "EXPIRED", "AMENDMENT", "REJECTED" -> false;
                    default -> throw new UnknownWord("execution type", wire.execution());
                };
        if (!filled || wire.lastQuantity().signum() <= 0 || wire.tradeId() <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Fill(
                        id,
                        new TradeId(Long.toString(wire.tradeId())),
                        new ExchangeOrderId(Long.toString(wire.orderId())),
                        ourId(wire.clientOrderId()),
                        side(wire.side()),
                        wire.lastPrice(),
                        wire.lastQuantity(),
                        wire.fee() == null ? BigDecimal.ZERO : wire.fee(),
                        wire.feeAsset() == null ? "" : wire.feeAsset(),
                        wire.maker(),
                        Instant.ofEpochMilli(wire.tradeTime())));
    }

    static Fill fill(InstrumentId id, BinanceFuturesWire.MyTrade wire) throws UnknownWord {
        return new Fill(
                id,
                new TradeId(Long.toString(wire.id())),
                new ExchangeOrderId(Long.toString(wire.orderId())),
                Optional.empty(),
                side(wire.side()),
                wire.price(),
                wire.qty(),
                wire.commission(),
                wire.commissionAsset() == null ? "" : wire.commissionAsset(),
                wire.maker(),
                Instant.ofEpochMilli(wire.time()));
    }

    static Algo algo(BinanceFuturesWire.AlgoOrder wire) throws UnknownWord {
        OrderType type = type(wire.orderType());
        return new Algo(wire.algoId(), ourId(wire.clientAlgoId()), type, limit(type, wire.price()));
    }

    static Algo algo(BinanceFuturesUserWire.AlgoTold wire) throws UnknownWord {
        OrderType type = type(wire.type());
        return new Algo(wire.algoId(), ourId(wire.clientAlgoId()), type, limit(type, wire.price()));
    }

    /** An order that waits, or what is told of the end of one. */
    static OrderReport order(InstrumentId id, Algo algo, BinanceFuturesWire.AlgoOrder wire)
            throws UnknownWord {
        BigDecimal filled = orZero(wire.actualQty());
        return new OrderReport(
                id,
                algo.orderId(),
                algo.clientOrderId(),
                side(wire.side()),
                algo.type(),
                algo.price(),
                wire.quantity(),
                filled,
                average(filled, wire.actualPrice()),
                algoStatus(wire.algoStatus(), wire.quantity(), filled),
                Optional.empty(),
                Instant.ofEpochMilli(wire.updateTime()));
    }

    static OrderReport order(
            InstrumentId id, Algo algo, BinanceFuturesUserWire.AlgoTold wire, long time)
            throws UnknownWord {
        BigDecimal filled = orZero(wire.actualQuantity());
        OrderStatus status = algoStatus(wire.status(), wire.quantity(), filled);
        boolean against = status == OrderStatus.REJECTED || status == OrderStatus.EXPIRED;
        return new OrderReport(
                id,
                algo.orderId(),
                algo.clientOrderId(),
                side(wire.side()),
                algo.type(),
                algo.price(),
                wire.quantity(),
                filled,
                average(filled, wire.actualPrice()),
                status,
                against ? Optional.ofNullable(wire.reason()) : Optional.empty(),
                Instant.ofEpochMilli(time));
    }

    /** The order that another became; 0 where it waits. */
    static long child(@Nullable String actualOrderId) throws UnknownWord {
        if (actualOrderId == null || actualOrderId.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(actualOrderId);
        } catch (NumberFormatException noNumber) {
            throw new UnknownWord("order id", actualOrderId);
        }
    }

    /**
     * What an account has of each currency. What open orders and positions need is held. Where
     * several currencies stand for one another, more can be free than there is; then nothing is
     * held.
     */
    static List<Balance> balances(List<BinanceFuturesWire.AssetBalance> wire) {
        return wire.stream()
                .filter(
                        asset ->
                                asset.balance().signum() != 0
                                        || asset.availableBalance().signum() != 0)
                .map(
                        asset ->
                                new Balance(
                                        asset.asset(),
                                        asset.availableBalance(),
                                        asset.balance()
                                                .subtract(asset.availableBalance())
                                                .max(BigDecimal.ZERO)))
                .toList();
    }

    /**
     * A position.
     *
     * @param config where newer versions tell leverage and margin type
     */
    static Position position(
            InstrumentId id,
            BinanceFuturesWire.PositionRisk wire,
            BinanceFuturesWire.@Nullable SymbolConfig config)
            throws UnknownWord {
        return new Position(
                id,
                positionSide(wire.positionSide(), wire.positionAmt()),
                wire.positionAmt().abs(),
                wire.entryPrice(),
                Optional.ofNullable(wire.markPrice()).filter(price -> price.signum() > 0),
                wire.unRealizedProfit(),
                Optional.ofNullable(wire.liquidationPrice()).filter(price -> price.signum() > 0),
                wire.leverage() != null
                        ? Optional.of(wire.leverage())
                        : Optional.ofNullable(config)
                                .map(BinanceFuturesWire.SymbolConfig::leverage),
                marginMode(wire, config),
                Instant.ofEpochMilli(wire.updateTime()));
    }

    static Position position(
            InstrumentId id, BinanceFuturesUserWire.PositionTold wire, PositionSide side, long time)
            throws UnknownWord {
        boolean closed = wire.amount().signum() == 0;
        return new Position(
                id,
                side,
                wire.amount().abs(),
                closed ? BigDecimal.ZERO : wire.entryPrice(),
                Optional.empty(),
                closed ? BigDecimal.ZERO : wire.unrealisedProfit(),
                Optional.empty(),
                Optional.empty(),
                marginMode(wire.marginType()),
                Instant.ofEpochMilli(time));
    }

    /** Which way a position gains; where there is only one, its sign says so. */
    static PositionSide positionSide(String word, BigDecimal amount) throws UnknownWord {
        return switch (word) {
            case "LONG" -> PositionSide.LONG;
            case "SHORT" -> PositionSide.SHORT;
            case "BOTH" -> amount.signum() < 0 ? PositionSide.SHORT : PositionSide.LONG;
            default -> throw new UnknownWord("position side", word);
        };
    }

    static MarginMode marginMode(String word) throws UnknownWord {
        return BinanceFuturesWords.marginMode(word)
                .orElseThrow(() -> new UnknownWord("margin type", word));
    }

    static FeeRates fees(BinanceFuturesWire.Commission wire) {
        return new FeeRates(wire.makerCommissionRate(), wire.takerCommissionRate());
    }

    private static MarginMode marginMode(
            BinanceFuturesWire.PositionRisk wire, BinanceFuturesWire.@Nullable SymbolConfig config)
            throws UnknownWord {
        if (wire.marginType() != null) {
            return marginMode(wire.marginType());
        }
        if (config != null) {
            return marginMode(config.marginType());
        }
        return orZero(wire.isolatedMargin()).signum() == 0 ? MarginMode.CROSS : MarginMode.ISOLATED;
    }

    private static Optional<ClientOrderId> ourId(@Nullable String text) {
        return text != null && ClientOrderId.isValid(text)
                ? Optional.of(new ClientOrderId(text))
                : Optional.empty();
    }

    private static OrderType type(String word) throws UnknownWord {
        return BinanceFuturesWords.orderType(word)
                .orElseThrow(() -> new UnknownWord("order type", word));
    }

    private static OrderStatus status(String word, BigDecimal quantity, BigDecimal filled)
            throws UnknownWord {
        return BinanceFuturesWords.status(word, quantity, filled)
                .orElseThrow(() -> new UnknownWord("order status", word));
    }

    private static OrderStatus algoStatus(String word, BigDecimal quantity, BigDecimal filled)
            throws UnknownWord {
        return BinanceFuturesWords.algoStatus(word, quantity, filled)
                .orElseThrow(() -> new UnknownWord("algo order status", word));
    }

    private static Side side(String word) throws UnknownWord {
        return BinanceWords.side(word).orElseThrow(() -> new UnknownWord("side", word));
    }

    private static Optional<BigDecimal> limit(OrderType type, @Nullable BigDecimal price) {
        return type.isPriced() ? Optional.ofNullable(price) : Optional.empty();
    }

    private static Optional<BigDecimal> average(BigDecimal filled, @Nullable BigDecimal average) {
        return filled.signum() > 0 && average != null && average.signum() > 0
                ? Optional.of(average)
                : Optional.empty();
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
