package dev.k2.signals;

import dev.k2.model.Decimals;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes an order of a template and a message. Pure. */
sealed interface Composition {
    /** The order. */
    record Made(SignalOrder order) implements Composition {}

    /** What the message lacks, or says that the template does not allow. */
    record Misfit(Unfit unfit) implements Composition {}

    static Composition of(SignalTemplate template, SignalMessage message, IdempotencyKey key) {
        SignalTerms terms = template.terms();
        SignalFields fields = terms.fields();
        Optional<InstrumentId> instrument = instrument(terms.instruments(), message);
        if (instrument.isEmpty()) {
            return misfit(fields.instrumentNames(), "one of the instruments that it allows");
        }
        Optional<Side> side = terms.side().or(() -> side(message));
        if (side.isEmpty()) {
            return misfit(fields.sideNames(), "buy or sell");
        }
        Optional<BigDecimal> quantity = terms.quantity().or(() -> positive(message.quantity()));
        if (quantity.isEmpty()) {
            return misfit(fields.quantityNames(), "a decimal above 0");
        }
        Optional<BigDecimal> most = terms.quantityMax();
        if (most.isPresent() && quantity.get().compareTo(most.get()) > 0) {
            return misfit(fields.quantityNames(), "at most " + Decimals.plain(most.get()));
        }
        boolean priced = terms.type() == OrderType.LIMIT;
        Optional<BigDecimal> price = priced ? positive(message.price()) : Optional.empty();
        if (priced && price.isEmpty()) {
            return misfit(fields.priceNames(), "a decimal above 0, because the order is a limit");
        }
        return new Made(
                new SignalOrder(
                        key,
                        terms.exchange(),
                        instrument.get(),
                        side.get(),
                        terms.outcome(),
                        terms.type(),
                        terms.timeInForce(),
                        quantity.get(),
                        price,
                        template.id()));
    }

    private static Composition misfit(List<String> names, String expected) {
        return new Misfit(new Unfit(names.getFirst(), expected));
    }

    private static Optional<InstrumentId> instrument(
            List<InstrumentId> allowed, SignalMessage message) {
        if (allowed.size() == 1) {
            return Optional.of(allowed.getFirst());
        }
        return message.instrument()
                .flatMap(
                        told ->
                                allowed.stream()
                                        .filter(one -> bare(one.text()).equals(bare(told)))
                                        .findFirst());
    }

    /**
     * A name without what charts and exchanges spell differently: {@code BINANCE:BTCUSDT.P} and {@code
     * BTC-USDT-PERP} are one.
     */
    private static String bare(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String symbol = upper.substring(upper.indexOf(':') + 1);
        String spelled =
                symbol.endsWith(".P") ? symbol.substring(0, symbol.length() - 2) + "PERP" : symbol;
        return spelled.replaceAll("[-_/.]", "");
    }

    private static Optional<Side> side(SignalMessage message) {
        return switch (message.side().map(side -> side.toLowerCase(Locale.ROOT)).orElse("")) {
            case "buy" -> Optional.of(Side.BUY);
            case "sell" -> Optional.of(Side.SELL);
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> positive(Optional<String> told) {
        return told.flatMap(Decimals::parse).filter(number -> number.signum() > 0);
    }
}
