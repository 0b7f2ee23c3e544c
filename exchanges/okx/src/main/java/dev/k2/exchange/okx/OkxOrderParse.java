package dev.k2.exchange.okx;

import dev.k2.exchange.FeeRates;
import dev.k2.exchange.KeyPermissions;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.okx.OkxAlgoOrders.Algo;
import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.MarginMode;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What OKX says of an account into ours. Pure. */
final class OkxOrderParse {
    /** OKX's word for a waiting order's price where it is to take the market's. */
    private static final BigDecimal MARKET_PRICE = BigDecimal.ONE.negate();

    private OkxOrderParse() {}

    static OrderReport order(InstrumentId id, OkxUserWire.Order wire) throws UnknownWord {
        OrderType type =
                OkxWords.orderType(wire.ordType())
                        .orElseThrow(() -> new UnknownWord("order type", wire.ordType()));
        BigDecimal filled = orZero(wire.accFillSz());
        OrderStatus status =
                OkxWords.status(wire.state(), filled)
                        .orElseThrow(() -> new UnknownWord("order state", wire.state()));
        boolean byQuote = "quote_ccy".equals(wire.tgtCcy());
        return new OrderReport(
                id,
                new ExchangeOrderId(wire.ordId()),
                ourId(wire.clOrdId()),
                OkxParse.side(wire.side()),
                type,
                type.isPriced() ? Optional.ofNullable(wire.px()) : Optional.empty(),
                byQuote ? BigDecimal.ZERO : wire.sz(),
                filled,
                average(filled, wire.avgPx()),
                status,
                status == OrderStatus.CANCELLED
                        ? OkxWords.cancelSource(orEmpty(wire.cancelSource()))
                        : Optional.empty(),
                Instant.ofEpochMilli(wire.uTime()));
    }

    /** The order that another one came from; empty where it came from none. */
    static Optional<String> parent(OkxUserWire.Order wire) {
        return present(wire.algoId());
    }

    /** Our id of the order that another one came from. */
    static Optional<ClientOrderId> parentId(OkxUserWire.Order wire) {
        return ourId(wire.algoClOrdId());
    }

    /** The newest fill that an order's push tells; empty where it tells none. */
    static Optional<Fill> fill(InstrumentId id, OkxUserWire.Order wire) throws UnknownWord {
        BigDecimal quantity = wire.fillSz();
        BigDecimal price = wire.fillPx();
        Optional<String> trade = present(wire.tradeId()).filter(number -> !number.equals("0"));
        if (trade.isEmpty() || quantity == null || quantity.signum() <= 0 || price == null) {
            return Optional.empty();
        }
        BigDecimal fee = orZero(wire.fillFee()).negate();
        Long at = wire.fillTime();
        return Optional.of(
                new Fill(
                        id,
                        new TradeId(trade.get()),
                        new ExchangeOrderId(wire.ordId()),
                        ourId(wire.clOrdId()),
                        OkxParse.side(wire.side()),
                        price,
                        quantity,
                        fee,
                        fee.signum() == 0 ? "" : orEmpty(wire.fillFeeCcy()),
                        maker(orEmpty(wire.execType())),
                        Instant.ofEpochMilli(at == null ? wire.uTime() : at)));
    }

    static Fill fill(InstrumentId id, OkxUserWire.Fill wire) throws UnknownWord {
        BigDecimal fee = orZero(wire.fee()).negate();
        Long at = wire.fillTime();
        return new Fill(
                id,
                new TradeId(wire.tradeId()),
                new ExchangeOrderId(wire.ordId()),
                ourId(wire.clOrdId()),
                OkxParse.side(wire.side()),
                wire.fillPx(),
                wire.fillSz(),
                fee,
                fee.signum() == 0 ? "" : orEmpty(wire.feeCcy()),
                maker(orEmpty(wire.execType())),
                Instant.ofEpochMilli(at == null ? wire.ts() : at));
    }

    /** What of an order that waits the one that it becomes does not tell. */
    static Algo algo(OkxUserWire.AlgoOrder wire) throws UnknownWord {
        BigDecimal price = algoPrice(wire);
        boolean priced = price != null && price.compareTo(MARKET_PRICE) != 0;
        return new Algo(
                wire.algoId(),
                ourId(wire.algoClOrdId()),
                algoType(wire, priced),
                priced ? Optional.ofNullable(price) : Optional.empty());
    }

    /** The order that one which waited became; empty where it waits. */
    static Optional<String> child(OkxUserWire.AlgoOrder wire) {
        List<String> several = wire.ordIdList();
        return present(wire.ordId())
                .or(
                        () ->
                                several == null || several.isEmpty()
                                        ? Optional.empty()
                                        : present(several.getFirst()));
    }

    /** An order that waits, or what is told of the end of one. */
    static OrderReport order(InstrumentId id, Algo algo, OkxUserWire.AlgoOrder wire)
            throws UnknownWord {
        BigDecimal quantity = orZero(wire.sz());
        BigDecimal filled = orZero(wire.actualSz());
        OrderStatus status =
                OkxWords.algoStatus(wire.state(), quantity, filled)
                        .orElseThrow(
                                () -> new UnknownWord("state of a waiting order", wire.state()));
        Long changed = wire.uTime();
        return new OrderReport(
                id,
                algo.orderId(),
                algo.clientOrderId(),
                OkxParse.side(wire.side()),
                algo.type(),
                algo.price(),
                quantity,
                filled,
                average(filled, wire.actualPx()),
                status,
                status == OrderStatus.REJECTED ? present(wire.failCode()) : Optional.empty(),
                Instant.ofEpochMilli(changed == null ? wire.cTime() : changed));
    }

    /** Currencies of which there is something. What open orders and positions need is held. */
    static List<Balance> balances(OkxUserWire.AccountState wire) {
        return wire.details().stream()
                .map(OkxOrderParse::balance)
                .filter(balance -> balance.free().signum() != 0 || balance.held().signum() != 0)
                .toList();
    }

    static Balance balance(OkxUserWire.Currency wire) {
        BigDecimal free = wire.availBal();
        if (free == null) {
            free = wire.availEq();
        }
        return new Balance(wire.ccy(), orZero(free), orZero(wire.frozenBal()));
    }

    static Position position(InstrumentId id, OkxUserWire.Position wire) throws UnknownWord {
        BigDecimal amount = orZero(wire.pos());
        boolean closed = amount.signum() == 0;
        BigDecimal leverage = wire.lever();
        return new Position(
                id,
                positionSide(wire.posSide(), amount),
                amount.abs(),
                closed ? BigDecimal.ZERO : orZero(wire.avgPx()),
                Optional.ofNullable(wire.markPx()).filter(price -> price.signum() > 0),
                closed ? BigDecimal.ZERO : orZero(wire.upl()),
                Optional.ofNullable(wire.liqPx()).filter(price -> price.signum() > 0),
                Optional.ofNullable(leverage).map(BigDecimal::intValue),
                marginMode(wire.mgnMode()),
                Instant.ofEpochMilli(wire.uTime()));
    }

    static PositionSide positionSide(String word, BigDecimal amount) throws UnknownWord {
        return OkxWords.positionSide(word, amount)
                .orElseThrow(() -> new UnknownWord("position side", word));
    }

    static MarginMode marginMode(String word) throws UnknownWord {
        return OkxWords.marginMode(word).orElseThrow(() -> new UnknownWord("margin mode", word));
    }

    /** Rates as shares that are charged. Contracts margined in dollar coins have their own. */
    static FeeRates fees(Instrument instrument, OkxUserWire.TradeFee wire) {
        boolean contract = instrument.kind() == InstrumentKind.PERPETUAL;
        BigDecimal maker = contract && wire.makerU() != null ? wire.makerU() : wire.maker();
        BigDecimal taker = contract && wire.takerU() != null ? wire.takerU() : wire.taker();
        return new FeeRates(orZero(maker).negate(), orZero(taker).negate());
    }

    /** OKX names what a key may do, and the addresses that may use it; it tells no end. */
    static KeyPermissions permissions(OkxUserWire.Config wire) {
        String told = wire.perm();
        if (told == null || told.isEmpty()) {
            return new KeyPermissions(
                    true, false, Optional.empty(), Optional.empty(), Optional.empty());
        }
        Set<String> granted = Set.of(told.replace(" ", "").split(","));
        return new KeyPermissions(
                true,
                granted.contains("trade"),
                Optional.of(granted.contains("withdraw")),
                Optional.ofNullable(wire.ip()).map(addresses -> !addresses.isEmpty()),
                Optional.empty());
    }

    private static OrderType algoType(OkxUserWire.AlgoOrder wire, boolean priced)
            throws UnknownWord {
        return switch (wire.ordType()) {
            case "conditional" -> {
                boolean takesProfit = wire.slTriggerPx() == null && wire.tpTriggerPx() != null;
                yield takesProfit
                        ? priced ? OrderType.TAKE_PROFIT_LIMIT : OrderType.TAKE_PROFIT
                        : priced ? OrderType.STOP_LIMIT : OrderType.STOP;
            }
            // Which way such an order waits is not told; of two exits the stop is named.
            case "trigger", "oco" -> priced ? OrderType.STOP_LIMIT : OrderType.STOP;
            case "move_order_stop" -> OrderType.TRAILING_STOP;
            default -> throw new UnknownWord("type of a waiting order", wire.ordType());
        };
    }

    private static @Nullable BigDecimal algoPrice(OkxUserWire.AlgoOrder wire) {
        return switch (wire.ordType()) {
            case "conditional", "oco" ->
                    wire.slTriggerPx() != null ? wire.slOrdPx() : wire.tpOrdPx();
            case "move_order_stop" -> null;
            default -> wire.ordPx();
        };
    }

    private static boolean maker(String word) throws UnknownWord {
        return switch (word) {
            case "M" -> true;
            // Positions closed by force have neither, and take.
            case "T", "" -> false;
            default -> throw new UnknownWord("side of a fill", word);
        };
    }

    private static Optional<ClientOrderId> ourId(@Nullable String text) {
        return text != null && ClientOrderId.isValid(text)
                ? Optional.of(new ClientOrderId(text))
                : Optional.empty();
    }

    private static Optional<BigDecimal> average(BigDecimal filled, @Nullable BigDecimal average) {
        return filled.signum() > 0 && average != null && average.signum() > 0
                ? Optional.of(average)
                : Optional.empty();
    }

    private static Optional<String> present(@Nullable String text) {
        return Optional.ofNullable(text).filter(told -> !told.isEmpty());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
