package dev.k2.exchange.binance;

import dev.k2.exchange.FeeRates;
import dev.k2.exchange.KeyPermissions;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.binance.BinanceParse.UnknownWord;
import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Binance says of orders and accounts, in our words. Pure. */
final class BinanceOrderParse {
    private static final int AVERAGE_SCALE = 12;
    private static final String NO_REASON = "NONE";

    private BinanceOrderParse() {}

    static OrderReport order(InstrumentId id, BinanceOrderWire.Order wire) throws UnknownWord {
        String clientOrderId =
                wire.origClientOrderId() == null ? wire.clientOrderId() : wire.origClientOrderId();
        OrderType type = type(wire.type(), wire.trailingDelta());
        OrderStatus status = status(wire.status(), wire.executedQty());
        return new OrderReport(
                id,
                new ExchangeOrderId(Long.toString(wire.orderId())),
                ourId(clientOrderId),
                side(wire.side()),
                type,
                limit(type, wire.price()),
                wire.origQty(),
                wire.executedQty(),
                average(wire.executedQty(), wire.cummulativeQuoteQty()),
                status,
                reason(status, wire.expiryReason(), null),
                Instant.ofEpochMilli(latest(wire)));
    }

    static OrderReport order(InstrumentId id, BinanceUserWire.ExecutionReport wire)
            throws UnknownWord {
        OrderType type = type(wire.type(), wire.trailingDelta());
        OrderStatus status = status(wire.status(), wire.filledQuantity());
        return new OrderReport(
                id,
                new ExchangeOrderId(Long.toString(wire.orderId())),
                ourId(clientOrderId(wire)),
                side(wire.side()),
                type,
                limit(type, wire.price()),
                wire.quantity(),
                wire.filledQuantity(),
                average(wire.filledQuantity(), wire.filledQuote()),
                status,
                reason(status, wire.expiryReason(), wire.rejectReason()),
                Instant.ofEpochMilli(wire.transactionTime()));
    }

    /**
     * The fill that an execution report tells. Some reports carry the words of a fill and no
     * quantity or no trade id; those are none, and the order's filled quantity says what to ask
     * for.
     */
    static Optional<Fill> fill(InstrumentId id, BinanceUserWire.ExecutionReport wire)
            throws UnknownWord {
        boolean filled =
                switch (wire.execution()) {
                    case "TRADE", "CALCULATED" -> true;
                    case "NEW", "CANCELED", "REPLACED", "REJECTED", "EXPIRED", "TRADE_PREVENTION" ->
                            false;
                    default -> throw new UnknownWord("execution type", wire.execution());
                };
        if (!filled || wire.lastQuantity().signum() <= 0 || wire.tradeId() < 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Fill(
                        id,
                        new TradeId(Long.toString(wire.tradeId())),
                        new ExchangeOrderId(Long.toString(wire.orderId())),
                        ourId(clientOrderId(wire)),
                        side(wire.side()),
                        wire.lastPrice(),
                        wire.lastQuantity(),
                        wire.fee() == null ? BigDecimal.ZERO : wire.fee(),
                        wire.feeAsset() == null ? "" : wire.feeAsset(),
                        wire.maker(),
                        Instant.ofEpochMilli(wire.transactionTime())));
    }

    static Fill fill(InstrumentId id, BinanceOrderWire.MyTrade wire) {
        return new Fill(
                id,
                new TradeId(Long.toString(wire.id())),
                new ExchangeOrderId(Long.toString(wire.orderId())),
                Optional.empty(),
                wire.isBuyer() ? Side.BUY : Side.SELL,
                wire.price(),
                wire.qty(),
                wire.commission(),
                wire.commissionAsset() == null ? "" : wire.commissionAsset(),
                wire.isMaker(),
                Instant.ofEpochMilli(wire.time()));
    }

    static List<Balance> balances(BinanceOrderWire.AccountState wire) {
        return wire.balances().stream()
                .map(balance -> new Balance(balance.asset(), balance.free(), balance.locked()))
                .filter(balance -> balance.total().signum() != 0)
                .toList();
    }

    static List<Balance> balances(BinanceUserWire.AccountPosition wire) {
        return wire.balances().stream()
                .map(balance -> new Balance(balance.asset(), balance.free(), balance.locked()))
                .toList();
    }

    static FeeRates fees(BinanceOrderWire.Commission wire) {
        return new FeeRates(
                wire.standardCommission().maker().add(wire.taxCommission().maker()),
                wire.standardCommission().taker().add(wire.taxCommission().taker()));
    }

    /** What the account's own state tells of a key: nothing of withdrawals and addresses. */
    static KeyPermissions permissions(BinanceOrderWire.AccountState wire) {
        return new KeyPermissions(
                true, wire.canTrade(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static KeyPermissions permissions(BinanceOrderWire.KeyRestrictions wire, boolean canTrade) {
        Long expires = wire.tradingAuthorityExpirationTime();
        return new KeyPermissions(
                wire.enableReading(),
                wire.enableSpotAndMarginTrading() && canTrade,
                Optional.of(wire.enableWithdrawals()),
                Optional.of(wire.ipRestrict()),
                expires == null ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires)));
    }

    /** When a cancel is told, {@code c} is the cancel's own id and {@code C} the order's. */
    private static String clientOrderId(BinanceUserWire.ExecutionReport wire) {
        String original = wire.originalClientOrderId();
        return original == null || original.isEmpty() ? wire.clientOrderId() : original;
    }

    private static Optional<ClientOrderId> ourId(@Nullable String text) {
        return text != null && ClientOrderId.isValid(text)
                ? Optional.of(new ClientOrderId(text))
                : Optional.empty();
    }

    /** A stop that follows the market has a distance and else the words of any other stop. */
    private static OrderType type(String word, @Nullable Long trailingDelta) throws UnknownWord {
        OrderType type =
                BinanceWords.orderType(word).orElseThrow(() -> new UnknownWord("order type", word));
        boolean trails = trailingDelta != null && trailingDelta > 0;
        boolean waits = type == OrderType.STOP || type == OrderType.TAKE_PROFIT;
        return trails && waits ? OrderType.TRAILING_STOP : type;
    }

    private static OrderStatus status(String word, BigDecimal filled) throws UnknownWord {
        return BinanceWords.status(word, filled)
                .orElseThrow(() -> new UnknownWord("order status", word));
    }

    private static Side side(String word) throws UnknownWord {
        return BinanceWords.side(word).orElseThrow(() -> new UnknownWord("side", word));
    }

    private static Optional<BigDecimal> limit(OrderType type, BigDecimal price) {
        return type.isPriced() ? Optional.of(price) : Optional.empty();
    }

    /** Old orders have a quote amount below zero, which means that it is not known. */
    private static Optional<BigDecimal> average(BigDecimal filled, BigDecimal quote) {
        if (filled.signum() <= 0 || quote.signum() <= 0) {
            return Optional.empty();
        }
        BigDecimal average = quote.divide(filled, AVERAGE_SCALE, RoundingMode.HALF_EVEN);
        return Optional.of(average.stripTrailingZeros());
    }

    private static Optional<String> reason(
            OrderStatus status, @Nullable String expiry, @Nullable String rejection) {
        if (status != OrderStatus.EXPIRED && status != OrderStatus.REJECTED) {
            return Optional.empty();
        }
        if (expiry != null && !expiry.isEmpty() && !expiry.equals(NO_REASON)) {
            return Optional.of(expiry);
        }
        return rejection == null || rejection.isEmpty() || rejection.equals(NO_REASON)
                ? Optional.empty()
                : Optional.of(rejection);
    }

    private static long latest(BinanceOrderWire.Order wire) {
        if (wire.transactTime() != null) {
            return wire.transactTime();
        }
        if (wire.updateTime() != null) {
            return wire.updateTime();
        }
        return wire.time() == null ? 0 : wire.time();
    }
}
