package dev.k2.exchange.cryptocom;

import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Crypto.com's orders and fills into ours. Pure. */
final class CryptocomOrderParse {
    private static final int AVERAGE_DIGITS = 12;
    private static final long NANOS_IN_A_MILLI = 1_000_000;

    private CryptocomOrderParse() {}

    static OrderReport order(InstrumentId id, CryptocomAccountWire.Order wire) throws UnknownWord {
        OrderType type =
                CryptocomWords.type(wire.orderType())
                        .orElseThrow(() -> new UnknownWord("order type", wire.orderType()));
        BigDecimal filled = CryptocomParse.orZero(wire.cumulativeQuantity());
        int code = reasonCode(wire);
        OrderStatus status =
                CryptocomWords.status(wire.status(), filled.signum() > 0, type.isTriggered(), code)
                        .orElseThrow(() -> new UnknownWord("order status", wire.status()));
        return new OrderReport(
                id,
                new ExchangeOrderId(wire.orderId()),
                ourId(wire.clientOid()),
                CryptocomParse.side(wire.side()),
                type,
                type.isPriced() ? positive(wire.limitPrice()) : Optional.empty(),
                CryptocomParse.orZero(wire.quantity()),
                filled,
                average(wire, filled),
                status,
                status.isFinal() && status != OrderStatus.FILLED
                        ? reason(wire, code)
                        : Optional.empty(),
                Instant.ofEpochMilli(updated(wire)));
    }

    /** A fee is told as what it does to the account. */
    static Fill fill(InstrumentId id, CryptocomAccountWire.Trade wire) throws UnknownWord {
        String role = wire.takerSide() == null ? "" : wire.takerSide();
        BigDecimal fee = CryptocomParse.orZero(wire.fees()).negate();
        return new Fill(
                id,
                new TradeId(wire.tradeId()),
                new ExchangeOrderId(wire.orderId()),
                ourId(wire.clientOid()),
                CryptocomParse.side(wire.side()),
                wire.tradedPrice(),
                wire.tradedQuantity(),
                fee,
                wire.feeInstrumentName() == null ? "" : wire.feeInstrumentName(),
                CryptocomWords.isMaker(role)
                        .orElseThrow(() -> new UnknownWord("role of a fill", role)),
                Instant.ofEpochMilli(wire.createTime()));
    }

    /** When a fill was, as finely as it is told. */
    static long nanos(CryptocomAccountWire.Trade wire) {
        return wire.createTimeNs() == null
                ? wire.createTime() * NANOS_IN_A_MILLI
                : wire.createTimeNs();
    }

    /** An id that we could have given; empty for all others. */
    static Optional<ClientOrderId> ourId(@Nullable String text) {
        return text != null && ClientOrderId.isValid(text)
                ? Optional.of(new ClientOrderId(text))
                : Optional.empty();
    }

    /** The failure that a rejected order's code stands for. */
    static ExchangeError rejection(String operation, OrderReport report) {
        String reason = report.reason().orElse("");
        int code = number(reason.split(" ", 2)[0]);
        return CryptocomErrors.answered(
                operation,
                200,
                code == 0 ? CryptocomErrors.NO_CODE : code,
                reason.isEmpty() ? "the order was rejected" : reason);
    }

    private static long updated(CryptocomAccountWire.Order wire) {
        if (wire.updateTime() != null) {
            return wire.updateTime();
        }
        return wire.createTime() == null ? 0 : wire.createTime();
    }

    private static int reasonCode(CryptocomAccountWire.Order wire) {
        int code = wire.reason() == null ? 0 : number(wire.reason());
        return code != 0 || wire.rejectReason() == null ? code : number(wire.rejectReason());
    }

    private static Optional<String> reason(CryptocomAccountWire.Order wire, int code) {
        if (code != 0) {
            return Optional.of(CryptocomErrors.reason(code));
        }
        return Optional.ofNullable(wire.rejectReason())
                .or(() -> Optional.ofNullable(wire.reason()))
                .filter(words -> !words.isEmpty() && !words.equals("0"));
    }

    /** 0 for what is no number. */
    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException words) {
            return 0;
        }
    }

    private static Optional<BigDecimal> average(
            CryptocomAccountWire.Order wire, BigDecimal filled) {
        if (filled.signum() <= 0) {
            return Optional.empty();
        }
        return positive(wire.avgPrice())
                .or(
                        () ->
                                positive(wire.cumulativeValue())
                                        .map(
                                                value ->
                                                        value.divide(
                                                                filled,
                                                                AVERAGE_DIGITS,
                                                                RoundingMode.HALF_EVEN)));
    }

    private static Optional<BigDecimal> positive(@Nullable BigDecimal value) {
        return Optional.ofNullable(value).filter(found -> found.signum() > 0);
    }
}
