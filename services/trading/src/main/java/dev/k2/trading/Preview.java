package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.RouteCandidate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What an order would meet and cost. Figures are empty where nothing is known to reckon with.
 *
 * @param exchange where it would go
 * @param price the limit, or the average price that a market order would get from the book now
 * @param worstPrice the worst price that it could get
 * @param notional price times quantity, in {@code notionalCurrency}
 * @param notionalCurrency the quote currency
 * @param fee the most that it would cost, by the taker's rate
 * @param feeRate as a share of the value
 * @param total what a buy takes and a sell brings, fee included
 * @param refusals everything that stands against it, in the order of the checks; empty: it passes
 * @param routing the exchanges that were compared; empty where one was named
 */
public record Preview(
        Optional<ExchangeId> exchange,
        InstrumentId instrument,
        Optional<BigDecimal> price,
        Optional<BigDecimal> worstPrice,
        Optional<BigDecimal> notional,
        Optional<String> notionalCurrency,
        Optional<BigDecimal> fee,
        Optional<BigDecimal> feeRate,
        Optional<String> feeCurrency,
        Optional<BigDecimal> total,
        List<Refusal> refusals,
        List<RouteCandidate> routing) {
    public Preview {
        refusals = List.copyOf(refusals);
        routing = List.copyOf(routing);
    }

    /** One of an order that names its exchange. */
    public Preview(
            Optional<ExchangeId> exchange,
            InstrumentId instrument,
            Optional<BigDecimal> price,
            Optional<BigDecimal> worstPrice,
            Optional<BigDecimal> notional,
            Optional<String> notionalCurrency,
            Optional<BigDecimal> fee,
            Optional<BigDecimal> feeRate,
            Optional<String> feeCurrency,
            Optional<BigDecimal> total,
            List<Refusal> refusals) {
        this(
                exchange,
                instrument,
                price,
                worstPrice,
                notional,
                notionalCurrency,
                fee,
                feeRate,
                feeCurrency,
                total,
                refusals,
                List.of());
    }
}
