package dev.k2.signals;

import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a template makes of a signal. Anything may be wrong with it; {@link #unfit()} says what.
 *
 * @param name for its owner
 * @param enabled whether signals are let in
 * @param exchange where to trade; empty to leave it to K2
 * @param instruments one is fixed, whatever the message says; of several the message names one
 * @param side fixed, or empty where the message says it
 * @param outcome of an event contract; empty for YES, and for everything that is no event contract
 * @param type market or limit; a limit takes its price from the message
 * @param timeInForce empty for the type's usual one
 * @param quantity fixed, in units of the instrument; empty where the message says it
 * @param quantityMax the most that a message may ask for; set exactly where {@code quantity} is not
 * @param fields which fields of the message carry what
 */
public record SignalTerms(
        String name,
        boolean enabled,
        Optional<ExchangeId> exchange,
        List<InstrumentId> instruments,
        Optional<Side> side,
        Optional<Outcome> outcome,
        OrderType type,
        Optional<TimeInForce> timeInForce,
        Optional<BigDecimal> quantity,
        Optional<BigDecimal> quantityMax,
        SignalFields fields) {
    /** How many instruments a template may allow. */
    public static final int INSTRUMENTS_MAX = 50;

    private static final int TEXT_MAX = 60;

    public SignalTerms {
        instruments = List.copyOf(instruments);
    }

    /** What is wrong, where something is. */
    public Optional<Unfit> unfit() {
        if (isBad(name)) {
            return Unfit.some("name", "text of 1 to 60 characters");
        }
        if (instruments.isEmpty() || instruments.size() > INSTRUMENTS_MAX) {
            return Unfit.some("instruments", "1 to " + INSTRUMENTS_MAX + " instruments");
        }
        if (type != OrderType.MARKET && type != OrderType.LIMIT) {
            return Unfit.some("type", "market or limit");
        }
        if (timeInForce.equals(Optional.of(TimeInForce.GTD))) {
            return Unfit.some("time_in_force", "one of gtc, ioc, fok, post_only");
        }
        if (quantity.isPresent() == quantityMax.isPresent()) {
            return Unfit.some("quantity", "either a fixed quantity or quantity_max");
        }
        if (!isAmount(quantity)) {
            return Unfit.some("quantity", "a decimal above 0");
        }
        if (!isAmount(quantityMax)) {
            return Unfit.some("quantity_max", "a decimal above 0");
        }
        return fields.named().anyMatch(SignalTerms::isBad)
                ? Unfit.some("fields", "names of 1 to 60 characters")
                : Optional.empty();
    }

    private static boolean isBad(String text) {
        return text.isBlank()
                || text.length() > TEXT_MAX
                || text.chars().anyMatch(Character::isISOControl);
    }

    private static boolean isAmount(Optional<BigDecimal> amount) {
        return amount.map(a -> a.signum() > 0 && Decimals.isSane(a)).orElse(true);
    }
}
