package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.FeeRates;
import dev.k2.exchange.KeyPermissions;
import dev.k2.exchange.OrderReport;
import dev.k2.model.Balance;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.FundingRate;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Liquidation;
import dev.k2.model.MarginMode;
import dev.k2.model.MarkPrice;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bybit's words into ours. Pure. */
final class BybitParse {
    private static final int PERCENT = 2;
    private static final int AVERAGE_DIGITS = 12;

    private BybitParse() {}

    /** A word that states an order, a side or a fill is not one that we know. */
    static final class UnknownWord extends Exception {
        UnknownWord(String what, String word) {
            super("unknown " + what + " " + word, null, false, false);
        }
    }

    static Instant time(BybitRestWire.ServerTime wire) {
        return Instant.EPOCH.plusNanos(wire.timeNano());
    }

    static Ticker ticker(InstrumentId id, BybitRestWire.Ticker wire, long atMillis) {
        return new Ticker(
                id,
                wire.lastPrice(),
                orZero(wire.price24hPcnt()).movePointRight(PERCENT),
                wire.highPrice24h(),
                wire.lowPrice24h(),
                wire.volume24h(),
                wire.turnover24h(),
                Instant.ofEpochMilli(atMillis));
    }

    /** The ticker, once all of it was told; empty before. */
    static Optional<Ticker> ticker(InstrumentId id, BybitFeedWire.Ticker wire, long atMillis) {
        if (wire.lastPrice() == null
                || wire.price24hPcnt() == null
                || wire.highPrice24h() == null
                || wire.lowPrice24h() == null
                || wire.volume24h() == null
                || wire.turnover24h() == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Ticker(
                        id,
                        wire.lastPrice(),
                        wire.price24hPcnt().movePointRight(PERCENT),
                        wire.highPrice24h(),
                        wire.lowPrice24h(),
                        wire.volume24h(),
                        wire.turnover24h(),
                        Instant.ofEpochMilli(atMillis)));
    }

    /** What a derivative is valued at; empty where nothing is told of it. */
    static Optional<MarkPrice> mark(InstrumentId id, BybitFeedWire.Ticker wire, long atMillis) {
        return mark(
                id,
                wire.markPrice(),
                wire.indexPrice(),
                wire.fundingRate(),
                wire.nextFundingTime(),
                atMillis);
    }

    static Optional<MarkPrice> mark(InstrumentId id, BybitRestWire.Ticker wire, long atMillis) {
        return mark(
                id,
                wire.markPrice(),
                wire.indexPrice(),
                wire.fundingRate(),
                wire.nextFundingTime(),
                atMillis);
    }

    private static Optional<MarkPrice> mark(
            InstrumentId id,
            @Nullable BigDecimal mark,
            @Nullable BigDecimal index,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal next,
            long atMillis) {
        if (mark == null) {
            return Optional.empty();
        }
        Optional<Instant> nextFunding =
                Optional.ofNullable(next).filter(time -> time.signum() > 0).map(BybitParse::time);
        return Optional.of(
                new MarkPrice(
                        id,
                        mark,
                        Optional.ofNullable(index),
                        Optional.ofNullable(rate),
                        nextFunding,
                        Instant.ofEpochMilli(atMillis)));
    }

    static BookSnapshot book(InstrumentId id, BybitRestWire.Depth wire, int depth) {
        return new BookSnapshot(
                id, levels(wire.bids(), depth), levels(wire.asks(), depth), wire.update());
    }

    /** A trade has the same number as in its stream. */
    static PublicTrade trade(InstrumentId id, BybitRestWire.Trade wire) throws UnknownWord {
        return new PublicTrade(
                id,
                new TradeId(Long.toString(BybitTrades.number(wire.execId()))),
                wire.price(),
                wire.size(),
                side(wire.side()),
                Instant.ofEpochMilli(wire.time()));
    }

    /** A candle; it is closed once the exchange's clock is past its end. */
    static Candle candle(
            InstrumentId id,
            CandleInterval interval,
            BybitRestWire.Kline wire,
            long exchangeMillis) {
        Instant start = Instant.ofEpochMilli(wire.start());
        return new Candle(
                id,
                interval,
                start,
                wire.open(),
                wire.high(),
                wire.low(),
                wire.close(),
                wire.volume(),
                end(interval, start).toEpochMilli() <= exchangeMillis);
    }

    static Candle candle(InstrumentId id, CandleInterval interval, BybitFeedWire.Kline wire) {
        return new Candle(
                id,
                interval,
                Instant.ofEpochMilli(wire.start()),
                wire.open(),
                wire.high(),
                wire.low(),
                wire.close(),
                wire.volume(),
                wire.confirm());
    }

    private static Instant end(CandleInterval interval, Instant start) {
        return interval == CandleInterval.MONTH
                ? start.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant()
                : start.plus(interval.width());
    }

    static FundingRate funding(InstrumentId id, BybitRestWire.Funding wire) {
        return new FundingRate(
                id, wire.fundingRate(), Instant.ofEpochMilli(wire.fundingRateTimestamp()));
    }

    /** A closing order is of the other side than the position that Bybit names. */
    static Liquidation liquidation(InstrumentId id, BybitFeedWire.Liquidation wire)
            throws UnknownWord {
        return new Liquidation(
                id,
                side(wire.side()).opposite(),
                wire.price(),
                wire.quantity(),
                Instant.ofEpochMilli(wire.time()));
    }

    static OrderReport order(Instrument instrument, BybitAccountWire.Order wire)
            throws UnknownWord {
        Side side = side(wire.side());
        OrderType type = type(wire, side);
        BigDecimal filled = orZero(wire.cumExecQty());
        String reason = reason(wire);
        OrderStatus status =
                BybitWords.status(wire.orderStatus(), reason, filled.signum() > 0)
                        .orElseThrow(() -> new UnknownWord("order status", wire.orderStatus()));
        return new OrderReport(
                instrument.id(),
                new ExchangeOrderId(wire.orderId()),
                ourId(wire.orderLinkId()),
                side,
                type,
                type.isPriced() ? positive(wire.price()) : Optional.empty(),
                isAmount(instrument, wire, side) ? BigDecimal.ZERO : wire.qty(),
                filled,
                average(wire, filled),
                status,
                status.isFinal() && status != OrderStatus.FILLED && !reason.isEmpty()
                        ? Optional.of(reason)
                        : Optional.empty(),
                Instant.ofEpochMilli(wire.updatedTime()));
    }

    /** The fill that an execution tells; empty for those that are none, such as funding. */
    static Optional<Fill> fill(Instrument instrument, BybitAccountWire.Execution wire)
            throws UnknownWord {
        boolean trade =
                BybitWords.isTrade(wire.execType())
                        .orElseThrow(() -> new UnknownWord("execution type", wire.execType()));
        if (!trade || wire.orderId().isEmpty()) {
            return Optional.empty();
        }
        if (wire.execPrice() == null || wire.execQty() == null || wire.execQty().signum() <= 0) {
            throw new UnknownWord("execution without price or quantity", wire.execId());
        }
        Side side = side(wire.side());
        BigDecimal fee = orZero(wire.execFee());
        return Optional.of(
                new Fill(
                        instrument.id(),
                        new TradeId(wire.execId()),
                        new ExchangeOrderId(wire.orderId()),
                        ourId(wire.orderLinkId()),
                        side,
                        wire.execPrice(),
                        wire.execQty(),
                        fee,
                        fee.signum() == 0 ? "" : feeCurrency(instrument, side, wire.feeCurrency()),
                        wire.isMaker(),
                        Instant.ofEpochMilli(wire.execTime())));
    }

    /**
     * The account's currencies. Spot orders lock what they need; orders and positions in
     * derivatives take margin from the same wallet.
     *
     * @param all whether currencies with nothing in them are told too
     */
    static List<Balance> balances(BybitAccountWire.Wallet wire, boolean all) {
        return wire.coin().stream()
                .map(BybitParse::balance)
                .filter(balance -> all || balance.total().signum() != 0)
                .toList();
    }

    private static Balance balance(BybitAccountWire.Coin coin) {
        BigDecimal needed =
                orZero(coin.locked())
                        .add(orZero(coin.totalOrderIM()))
                        .add(orZero(coin.totalPositionIM()));
        BigDecimal held = needed.min(coin.walletBalance()).max(BigDecimal.ZERO);
        return new Balance(coin.coin(), coin.walletBalance().subtract(held), held);
    }

    /**
     * A position.
     *
     * @param account the account's margin mode, which holds for all positions of a unified one
     */
    static Position position(InstrumentId id, BybitAccountWire.Position wire, MarginMode account)
            throws UnknownWord {
        boolean closed = wire.size().signum() == 0;
        return new Position(
                id,
                positionSide(wire),
                wire.size().abs(),
                closed ? BigDecimal.ZERO : orZero(wire.entryPrice()),
                positive(wire.markPrice()),
                closed ? BigDecimal.ZERO : orZero(wire.unrealisedPnl()),
                closed ? Optional.empty() : positive(wire.liqPrice()),
                positive(wire.leverage()).map(BigDecimal::intValue),
                wire.tradeMode() != null && wire.tradeMode() == 1 ? MarginMode.ISOLATED : account,
                wire.updatedTime() == null ? Instant.EPOCH : time(wire.updatedTime()));
    }

    /** Which way a position gains. An empty side is a flat one; its index says of which kind. */
    private static PositionSide positionSide(BybitAccountWire.Position wire) throws UnknownWord {
        return switch (wire.positionIdx()) {
            case 1 -> PositionSide.LONG;
            case 2 -> PositionSide.SHORT;
            case 0 ->
                    wire.side().isEmpty() || wire.side().equals("None")
                            ? PositionSide.LONG
                            : side(wire.side()) == Side.BUY
                                    ? PositionSide.LONG
                                    : PositionSide.SHORT;
            default -> throw new UnknownWord("position index", "" + wire.positionIdx());
        };
    }

    /** The margin mode of an account; portfolio margin shares everything too. */
    static MarginMode marginMode(String word) throws UnknownWord {
        return switch (word) {
            case "REGULAR_MARGIN", "PORTFOLIO_MARGIN" -> MarginMode.CROSS;
            case "ISOLATED_MARGIN" -> MarginMode.ISOLATED;
            default -> throw new UnknownWord("margin mode", word);
        };
    }

    static FeeRates fees(JsonNode node) throws JsonProcessingException {
        var wire = BybitReading.wire(node, BybitAccountWire.FeeRate.class);
        return new FeeRates(wire.makerFeeRate(), wire.takerFeeRate());
    }

    /** What a number of Bybit's says of an account. */
    static String accountMode(int unifiedMarginStatus) {
        return switch (unifiedMarginStatus) {
            case 1 -> "classic";
            case 3 -> "unified";
            case 4 -> "unified pro";
            case 5 -> "unified 2.0";
            case 6 -> "unified 2.0 pro";
            default -> "mode " + unifiedMarginStatus;
        };
    }

    static KeyPermissions permissions(BybitAccountWire.KeyFacts wire) {
        boolean trade =
                wire.readOnly() == 0
                        && (may(wire, "Spot", "SpotTrade")
                                || may(wire, "ContractTrade", "Order")
                                || may(wire, "Derivatives", "DerivativesTrade"));
        List<String> addresses = wire.ips() == null ? List.of() : wire.ips();
        return new KeyPermissions(
                true,
                trade,
                Optional.of(wire.readOnly() == 0 && may(wire, "Wallet", "Withdraw")),
                Optional.of(!addresses.isEmpty() && !addresses.contains("*")),
                expiry(wire.expiredAt()));
    }

    private static boolean may(BybitAccountWire.KeyFacts wire, String group, String right) {
        return wire.permissions().getOrDefault(group, List.of()).contains(right);
    }

    /** A key without an end has no time, or the beginning of all time. */
    private static Optional<Instant> expiry(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text)).filter(end -> end.isAfter(Instant.EPOCH));
        } catch (DateTimeParseException untold) {
            return Optional.empty();
        }
    }

    static Side side(String word) throws UnknownWord {
        return BybitWords.side(word).orElseThrow(() -> new UnknownWord("side", word));
    }

    /**
     * What kind of order it is. Bybit says whether it has a limit, and which way the price has to
     * go for it to begin; where it says no direction, the price at its beginning tells it.
     */
    private static OrderType type(BybitAccountWire.Order wire, Side side) throws UnknownWord {
        boolean priced =
                switch (wire.orderType()) {
                    case "Limit" -> true;
                    case "Market" -> false;
                    default -> throw new UnknownWord("order type", wire.orderType());
                };
        if (positive(wire.triggerPrice()).isEmpty()) {
            return priced ? OrderType.LIMIT : OrderType.MARKET;
        }
        boolean stop = isRise(wire, side) == (side == Side.BUY);
        if (stop) {
            return priced ? OrderType.STOP_LIMIT : OrderType.STOP;
        }
        return priced ? OrderType.TAKE_PROFIT_LIMIT : OrderType.TAKE_PROFIT;
    }

    private static boolean isRise(BybitAccountWire.Order wire, Side side) {
        int direction = wire.triggerDirection() == null ? 0 : wire.triggerDirection();
        if (direction == 1 || direction == 2) {
            return direction == 1;
        }
        Optional<BigDecimal> before = positive(wire.lastPriceOnCreated());
        if (before.isPresent() && wire.triggerPrice() != null) {
            return wire.triggerPrice().compareTo(before.get()) >= 0;
        }
        boolean takesProfit = "TakeProfit".equals(wire.stopOrderType());
        return takesProfit == (side == Side.SELL);
    }

    /** Spot market buys count quote currency unless they were told otherwise. */
    private static boolean isAmount(Instrument instrument, BybitAccountWire.Order wire, Side side) {
        return instrument.kind() == InstrumentKind.SPOT
                && side == Side.BUY
                && wire.orderType().equals("Market")
                && !"baseCoin".equals(wire.marketUnit());
    }

    private static String reason(BybitAccountWire.Order wire) {
        String reason = wire.rejectReason() == null ? "" : wire.rejectReason();
        return reason.equals("EC_NoError") ? "" : reason;
    }

    private static Optional<BigDecimal> average(BybitAccountWire.Order wire, BigDecimal filled) {
        if (filled.signum() <= 0) {
            return Optional.empty();
        }
        return positive(wire.avgPrice())
                .or(
                        () ->
                                positive(wire.cumExecValue())
                                        .map(
                                                value ->
                                                        value.divide(
                                                                filled,
                                                                AVERAGE_DIGITS,
                                                                RoundingMode.HALF_EVEN)));
    }

    /** Where no currency is told, buys on spot pay in what they bought and all others in quote. */
    private static String feeCurrency(Instrument instrument, Side side, @Nullable String told) {
        if (told != null && !told.isEmpty()) {
            return told;
        }
        return instrument.kind() == InstrumentKind.SPOT && side == Side.BUY
                ? instrument.base()
                : instrument.quote();
    }

    /** An id that we could have given; empty for all others. */
    static Optional<ClientOrderId> ourId(@Nullable String text) {
        return text != null && ClientOrderId.isValid(text)
                ? Optional.of(new ClientOrderId(text))
                : Optional.empty();
    }

    private static Optional<BigDecimal> positive(@Nullable BigDecimal value) {
        return Optional.ofNullable(value).filter(found -> found.signum() > 0);
    }

    private static Instant time(BigDecimal millis) {
        return Instant.ofEpochMilli(millis.longValue());
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }

    private static List<BookLevel> levels(List<BybitRestWire.Level> wire, int depth) {
        return wire.stream()
                .limit(depth)
                .map(level -> new BookLevel(level.price(), level.quantity()))
                .toList();
    }
}
