package dev.k2.exchange.kalshi;

import dev.k2.exchange.KeyPermissions;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderReport;
import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ContractResult;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.MarginMode;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import dev.k2.model.Settlement;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Kalshi says of an account into our words, in prices of YES. Pure. */
final class KalshiOrderParse {
    private static final int PRICE_DIGITS = 12;
    private static final BigDecimal CENTS = new BigDecimal(100);

    private KalshiOrderParse() {}

    static OrderReport order(KalshiAccountWire.Order wire) throws UnknownWord {
        Instant updated = updated(wire);
        boolean over =
                KalshiTimes.of(wire.expirationTime())
                        .filter(end -> !end.isAfter(updated))
                        .isPresent();
        OrderStatus status =
                KalshiWords.status(wire.status(), wire.fillCount(), wire.lastUpdateReason(), over)
                        .orElseThrow(() -> new UnknownWord("status", wire.status()));
        Side side = KalshiParse.side(wire.bookSide(), wire.outcomeSide());
        // What a decrease took away is in neither count.
        BigDecimal counted = wire.fillCount().add(wire.remainingCount());
        BigDecimal quantity =
                status.isFinal() && status != OrderStatus.FILLED
                        ? wire.initialCount().max(wire.fillCount())
                        : counted;
        return new OrderReport(
                new InstrumentId(wire.ticker()),
                new ExchangeOrderId(wire.orderId()),
                ourId(wire.clientOrderId()),
                side,
                OrderType.LIMIT,
                Optional.of(wire.yesPrice()),
                quantity,
                wire.fillCount(),
                average(wire, side),
                status,
                status == OrderStatus.FILLED || !status.isFinal()
                        ? Optional.empty()
                        : Optional.ofNullable(wire.lastUpdateReason()),
                updated);
    }

    static Instant updated(KalshiAccountWire.Order wire) throws UnknownWord {
        Long millis = wire.lastUpdatedMillis();
        if (millis != null) {
            return Instant.ofEpochMilli(millis);
        }
        Optional<Instant> told = KalshiTimes.of(wire.lastUpdateTime());
        return told.isPresent()
                ? told.get()
                : KalshiParse.time("last_update_time", wire.createdTime());
    }

    /**
     * What the fills cost is told in the outcome that the order becomes long of, so the cost of an
     * ask is one of NO. Nobody documents that: where it would be worse than the order's limit, it
     * is taken as one of YES.
     */
    private static Optional<BigDecimal> average(KalshiAccountWire.Order wire, Side side) {
        BigDecimal taken = wire.takerFillCost();
        BigDecimal made = wire.makerFillCost();
        if (wire.fillCount().signum() <= 0 || taken == null || made == null) {
            return Optional.empty();
        }
        BigDecimal each =
                taken.add(made).divide(wire.fillCount(), PRICE_DIGITS, RoundingMode.HALF_EVEN);
        if (each.signum() <= 0 || each.compareTo(BigDecimal.ONE) >= 0) {
            return Optional.empty();
        }
        BigDecimal mirrored = BigDecimal.ONE.subtract(each);
        boolean ofNo = side == Side.SELL && mirrored.compareTo(wire.yesPrice()) >= 0;
        return Optional.of((ofNo ? mirrored : each).stripTrailingZeros());
    }

    /**
     * What the answer to a new order says of its state, which has no word for it; empty where it
     * does not tell enough.
     */
    static Optional<OrderReport> created(NewOrder order, KalshiAccountWire.Created wire) {
        BigDecimal filled = wire.fillCount();
        BigDecimal left = wire.remainingCount();
        String id = wire.orderId();
        Long millis = wire.millis();
        if (id == null || filled == null || left == null || millis == null) {
            return Optional.empty();
        }
        Optional<OrderStatus> status = statusOf(order, filled, left);
        Outcome outcome = order.terms().outcome();
        return status.map(
                known ->
                        new OrderReport(
                                order.instrument().id(),
                                new ExchangeOrderId(id),
                                Optional.of(order.clientOrderId()),
                                outcome.mirror(order.side()),
                                OrderType.LIMIT,
                                order.price().map(outcome::mirror),
                                order.quantity(),
                                filled,
                                filled.signum() == 0
                                        ? Optional.empty()
                                        : Optional.ofNullable(wire.averageFillPrice()),
                                known,
                                Optional.empty(),
                                Instant.ofEpochMilli(millis)));
    }

    private static Optional<OrderStatus> statusOf(
            NewOrder order, BigDecimal filled, BigDecimal left) {
        if (filled.compareTo(order.quantity()) >= 0) {
            return Optional.of(OrderStatus.FILLED);
        }
        boolean atOnce =
                order.timeInForce() == TimeInForce.IOC || order.timeInForce() == TimeInForce.FOK;
        if (atOnce) {
            return Optional.of(OrderStatus.CANCELLED);
        }
        if (left.signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(filled.signum() > 0 ? OrderStatus.PARTIAL : OrderStatus.OPEN);
    }

    /** A fill; our id of its order is told on the stream only. */
    static Fill fill(KalshiAccountWire.Fill wire) throws UnknownWord {
        String ticker = wire.marketTicker() == null ? wire.ticker() : wire.marketTicker();
        if (ticker == null) {
            throw new UnknownWord("market_ticker", "nothing");
        }
        return new Fill(
                new InstrumentId(ticker),
                new TradeId(wire.tradeId()),
                new ExchangeOrderId(wire.orderId()),
                ourId(wire.clientOrderId()),
                KalshiParse.side(wire.bookSide(), wire.outcomeSide()),
                wire.yesPrice(),
                wire.count(),
                wire.feeCost(),
                wire.feeCost().signum() == 0 ? "" : KalshiSymbols.DOLLARS,
                !wire.isTaker(),
                at(wire));
    }

    private static Instant at(KalshiAccountWire.Fill wire) throws UnknownWord {
        Long millis = wire.millis();
        Long seconds = wire.ts();
        Optional<Instant> told = KalshiTimes.of(wire.createdTime());
        if (millis != null) {
            return Instant.ofEpochMilli(millis);
        }
        if (told.isPresent()) {
            return told.get();
        }
        if (seconds == null) {
            throw new UnknownWord("created_time", "nothing");
        }
        return Instant.ofEpochSecond(seconds);
    }

    static Position position(KalshiAccountWire.Position wire, Instant now) {
        return position(
                wire.ticker(),
                wire.position(),
                wire.exposure(),
                KalshiTimes.of(wire.lastUpdated()).orElse(now));
    }

    /**
     * A position.
     *
     * @param signed contracts for YES, negative for NO
     * @param cost what they cost, in the outcome that is held
     */
    static Position position(String ticker, BigDecimal signed, BigDecimal cost, Instant at) {
        PositionSide side = signed.signum() < 0 ? PositionSide.SHORT : PositionSide.LONG;
        BigDecimal quantity = signed.abs();
        BigDecimal entry = BigDecimal.ZERO;
        if (quantity.signum() > 0) {
            BigDecimal each = cost.abs().divide(quantity, PRICE_DIGITS, RoundingMode.HALF_EVEN);
            entry =
                    (side == PositionSide.LONG ? each : BigDecimal.ONE.subtract(each))
                            .stripTrailingZeros();
        }
        return new Position(
                new InstrumentId(ticker),
                side,
                quantity,
                entry,
                Optional.empty(),
                BigDecimal.ZERO,
                Optional.empty(),
                Optional.empty(),
                MarginMode.ISOLATED,
                at);
    }

    /** Dollars of resting orders, with every digit where the parts are told. */
    static BigDecimal resting(KalshiAccountWire.Resting wire) {
        List<KalshiAccountWire.Part> parts = wire.parts();
        if (parts == null || parts.isEmpty()) {
            return wire.cents().divide(CENTS);
        }
        return parts.stream()
                .map(KalshiAccountWire.Part::balance)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What open orders may cost at most; those that only give back what is held cost nothing. */
    static BigDecimal resting(List<OrderReport> open) {
        BigDecimal all = BigDecimal.ZERO;
        for (OrderReport order : open) {
            BigDecimal left = order.quantity().subtract(order.filledQuantity());
            BigDecimal price = order.price().orElse(BigDecimal.ONE);
            all =
                    all.add(
                            left.multiply(
                                    order.side() == Side.BUY
                                            ? price
                                            : BigDecimal.ONE.subtract(price)));
        }
        return all;
    }

    static Balance balance(BigDecimal free, BigDecimal held) {
        return new Balance(KalshiSymbols.DOLLARS, free, held);
    }

    static Settlement settlement(KalshiAccountWire.Settlement wire) throws UnknownWord {
        BigDecimal value = wire.value();
        ContractResult result =
                KalshiWords.result(wire.marketResult(), value == null ? null : value.divide(CENTS))
                        .orElseThrow(() -> new UnknownWord("market_result", wire.marketResult()));
        return new Settlement(
                new InstrumentId(wire.ticker()),
                result,
                wire.yesCount(),
                wire.noCount(),
                wire.yesCost().add(wire.noCost()),
                wire.revenue().divide(CENTS),
                wire.feeCost(),
                KalshiParse.time("settled_time", wire.settledTime()));
    }

    /**
     * What a key may do. A key that names no scopes may do everything; through the interface no
     * money leaves Kalshi, whatever the scopes are.
     */
    static KeyPermissions permissions(KalshiAccountWire.Key key, @Nullable Long expiresSeconds) {
        List<String> scopes = key.scopes() == null ? List.of() : key.scopes();
        boolean full = scopes.isEmpty();
        return new KeyPermissions(
                full || scopes.contains("read"),
                full || scopes.contains("write") || scopes.contains("write::trade"),
                Optional.of(false),
                Optional.empty(),
                Optional.ofNullable(expiresSeconds).map(Instant::ofEpochSecond));
    }

    static Optional<ClientOrderId> ourId(@Nullable String text) {
        return text == null || !ClientOrderId.isValid(text)
                ? Optional.empty()
                : Optional.of(new ClientOrderId(text));
    }
}
