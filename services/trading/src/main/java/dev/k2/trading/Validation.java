package dev.k2.trading;

import static dev.k2.model.Decimals.plain;

import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a ticket against its instrument's own rules. Nothing is rounded: what does not fit is
 * refused with the nearest value that would. Pure.
 */
final class Validation {
    private static final int SCALE_MAX = 18;
    private static final BigDecimal PERCENT_MAX = BigDecimal.valueOf(100);
    private static final int WHOLE_DIGITS_MAX = 20;
    private static final int NOTES_MAX = 20;
    private static final int NOTE_NAME_MAX = 40;
    private static final int NOTE_TEXT_MAX = 200;
    private static final MathContext BRIEF = new MathContext(10);

    private final OrderTicket ticket;
    private final Instrument instrument;
    private final TradingRules rules;
    private final Optional<BigDecimal> market;
    private final Outcome outcome;
    private final List<Refusal> found = new ArrayList<>();

    private Validation(OrderTicket ticket, Instrument instrument, Optional<BigDecimal> market) {
        this.ticket = ticket;
        this.instrument = instrument;
        this.rules = instrument.rules();
        this.market = market;
        this.outcome =
                instrument.kind() == InstrumentKind.EVENT
                        ? ticket.outcome().orElse(Outcome.YES)
                        : Outcome.YES;
    }

    /**
     * Everything that is wrong with a ticket, in the order in which a person would mend it.
     *
     * @param market a current price, where one is known, for the rules that refer to it
     * @param now what the end of an order has to lie behind
     */
    static List<Refusal> check(
            OrderTicket ticket, Instrument instrument, Optional<BigDecimal> market, Instant now) {
        Validation validation = new Validation(ticket, instrument, market);
        validation.outcome();
        validation.type();
        validation.trail();
        validation.timeInForce();
        validation.goodTill(now);
        validation.reduceOnly();
        validation.quantity();
        validation.price();
        validation.stopPrice();
        if (validation.found.isEmpty()) {
            validation.notional();
            validation.band();
        }
        validation.metadata();
        return List.copyOf(validation.found);
    }

    private void outcome() {
        if (ticket.outcome().isPresent() && instrument.kind() != InstrumentKind.EVENT) {
            refuse(
                    RefusalCode.OUTCOME_NOT_OFFERED,
                    "outcome",
                    "outcome is for event contracts only");
        }
    }

    private void type() {
        if (ticket.type() == OrderType.MARKET && instrument.kind() == InstrumentKind.EVENT) {
            refuse(
                    RefusalCode.PRICE_REQUIRED,
                    "price",
                    "market orders for event contracts need the worst price that they may trade"
                            + " at, and are sent as ioc or fok");
            return;
        }
        if (ticket.waiting().mayHold() && !ticket.type().isTriggered()) {
            refuse(
                    RefusalCode.HOLD_NOT_ALLOWED,
                    "hold",
                    "K2 holds only orders that wait for a price, not %s orders"
                            .formatted(word(ticket.type())));
        }
        if (!isOffered(ticket, instrument) && !isHeld()) {
            boolean holdable = ticket.type().isTriggered() && isHoldable();
            refuse(
                    RefusalCode.ORDER_TYPE_NOT_OFFERED,
                    "type",
                    "%s offers no %s orders%s for %s%s"
                            .formatted(
                                    instrument.exchange(),
                                    word(ticket.type()),
                                    ticket.waiting().offset().isPresent() ? " by an offset" : "",
                                    instrument.id(),
                                    holdable
                                            ? "; K2 can hold it while it runs, with hold set to"
                                                    + " true"
                                            : ""),
                    "offered",
                    words(rules.orderTypes()),
                    "found",
                    word(ticket.type()),
                    "holdable",
                    holdable);
        }
    }

    /** Whether the exchange itself takes a ticket of this type, and trails as the ticket asks. */
    static boolean isOffered(OrderTicket ticket, Instrument instrument) {
        return instrument.rules().orderTypes().contains(ticket.type())
                && !ticket.waiting().isOnlyHeld()
                && ticket.waiting().offset().isEmpty();
    }

    private boolean isHeld() {
        return ticket.waiting().mayHold() && ticket.type().isTriggered() && isHoldable();
    }

    /** Whether the exchange takes what is left of the order once its price is reached. */
    private boolean isHoldable() {
        return rules.orderTypes().contains(ticket.type().released())
                && (ticket.type().isPriced() || instrument.kind() != InstrumentKind.EVENT);
    }

    private void trail() {
        Waiting waiting = ticket.waiting();
        boolean any = waiting.offset().isPresent() || waiting.percent().isPresent();
        if (ticket.type() != OrderType.TRAILING_STOP) {
            if (any) {
                refuse(
                        RefusalCode.TRAIL_NOT_ALLOWED,
                        waiting.offset().isPresent() ? "trailing_offset" : "trailing_percent",
                        "only trailing_stop orders follow the market at a distance");
            }
            return;
        }
        if (waiting.offset().isPresent() == waiting.percent().isPresent()) {
            refuse(
                    RefusalCode.TRAIL_REQUIRED,
                    "trailing_percent",
                    "trailing_stop orders need either trailing_offset or trailing_percent");
            return;
        }
        waiting.offset()
                .filter(offset -> offset.signum() <= 0 || !isStorable(offset))
                .ifPresent(
                        offset ->
                                refuse(
                                        RefusalCode.TRAIL_INVALID,
                                        "trailing_offset",
                                        "trailing_offset must be above 0 with at most 18 decimals,"
                                                + " found "
                                                + brief(offset)));
        waiting.percent()
                .filter(
                        percent ->
                                percent.signum() <= 0
                                        || !isStorable(percent)
                                        || percent.compareTo(PERCENT_MAX) >= 0)
                .ifPresent(
                        percent ->
                                refuse(
                                        RefusalCode.TRAIL_INVALID,
                                        "trailing_percent",
                                        "trailing_percent must be above 0 and below 100, found "
                                                + brief(percent)));
    }

    private void timeInForce() {
        TimeInForce asked = ticket.effectiveTimeInForce();
        boolean fits =
                ticket.type() == OrderType.MARKET
                        ? asked == TimeInForce.IOC || asked == TimeInForce.GTC
                        : rules.timesInForce().contains(asked);
        if (!fits) {
            refuse(
                    RefusalCode.TIME_IN_FORCE_NOT_OFFERED,
                    "time_in_force",
                    "%s takes no %s orders with time in force %s"
                            .formatted(instrument.exchange(), word(ticket.type()), word(asked)),
                    "offered",
                    ticket.type() == OrderType.MARKET ? "ioc" : words(rules.timesInForce()),
                    "found",
                    word(asked));
        }
    }

    private void goodTill(Instant now) {
        Optional<Instant> end = ticket.waiting().goodTill();
        boolean dated = ticket.effectiveTimeInForce() == TimeInForce.GTD;
        if (dated && !rules.timesInForce().contains(TimeInForce.GTD)) {
            return;
        }
        if (dated && end.isEmpty()) {
            refuse(
                    RefusalCode.GOOD_TILL_REQUIRED,
                    "good_till",
                    "orders with time in force gtd need good_till");
        } else if (!dated && end.isPresent()) {
            refuse(
                    RefusalCode.GOOD_TILL_NOT_ALLOWED,
                    "good_till",
                    "only orders with time in force gtd have an end");
        } else if (end.isPresent() && !end.get().isAfter(now)) {
            refuse(
                    RefusalCode.GOOD_TILL_PAST,
                    "good_till",
                    "good_till must lie ahead of " + now + ", found " + end.get());
        }
    }

    private void reduceOnly() {
        if (ticket.reduceOnly() && instrument.kind() != InstrumentKind.PERPETUAL) {
            refuse(
                    RefusalCode.REDUCE_ONLY_NOT_OFFERED,
                    "reduce_only",
                    "reduce_only is for perpetual contracts only");
        }
    }

    private void quantity() {
        BigDecimal quantity = ticket.quantity();
        QuantityRange range = rules.quantityOf(ticket.type());
        if (quantity.signum() <= 0 || !isStorable(quantity)) {
            refuse(
                    RefusalCode.QUANTITY_INVALID,
                    "quantity",
                    "quantity must be above 0 with at most 18 decimals, found " + brief(quantity),
                    "min",
                    range.min());
        } else if (quantity.compareTo(range.min()) < 0) {
            refuse(
                    RefusalCode.QUANTITY_TOO_SMALL,
                    "quantity",
                    "quantity must be at least %s, found %s"
                            .formatted(plain(range.min()), plain(quantity)),
                    "min",
                    range.min(),
                    "found",
                    quantity,
                    "nearest",
                    range.min());
        } else if (!range.covers(quantity)) {
            refuse(
                    RefusalCode.QUANTITY_TOO_LARGE,
                    "quantity",
                    "quantity must be at most %s, found %s"
                            .formatted(plain(range.max()), plain(quantity)),
                    "max",
                    range.max(),
                    "found",
                    quantity,
                    "nearest",
                    Decimals.floorTo(range.max(), range.step()));
        } else if (!range.isOnStep(quantity)) {
            BigDecimal nearest = Decimals.floorTo(quantity, range.step()).max(range.min());
            refuse(
                    RefusalCode.QUANTITY_OFF_STEP,
                    "quantity",
                    "quantity must be a multiple of %s, found %s; %s would fit"
                            .formatted(plain(range.step()), plain(quantity), plain(nearest)),
                    "step",
                    range.step(),
                    "found",
                    quantity,
                    "nearest",
                    nearest);
        }
    }

    private void price() {
        if (ticket.type() == OrderType.MARKET && instrument.kind() == InstrumentKind.EVENT) {
            return;
        }
        if (ticket.type().isPriced() && ticket.price().isEmpty()) {
            refuse(
                    RefusalCode.PRICE_REQUIRED,
                    "price",
                    "%s orders need a price".formatted(word(ticket.type())));
        } else if (!ticket.type().isPriced() && ticket.price().isPresent()) {
            refuse(
                    RefusalCode.PRICE_NOT_ALLOWED,
                    "price",
                    "%s orders take no price".formatted(word(ticket.type())),
                    "found",
                    brief(ticket.price().get()));
        }
        ticket.price()
                .filter(given -> ticket.type().isPriced())
                .ifPresent(
                        given ->
                                priced(
                                        "price",
                                        given,
                                        RefusalCode.PRICE_INVALID,
                                        RefusalCode.PRICE_OUT_OF_RANGE,
                                        RefusalCode.PRICE_OFF_TICK));
    }

    private void stopPrice() {
        if (ticket.type().isTriggered()
                && ticket.type() != OrderType.TRAILING_STOP
                && ticket.stopPrice().isEmpty()) {
            refuse(
                    RefusalCode.STOP_PRICE_REQUIRED,
                    "stop_price",
                    "%s orders need a stop price".formatted(word(ticket.type())));
        } else if (!ticket.type().isTriggered() && ticket.stopPrice().isPresent()) {
            refuse(
                    RefusalCode.STOP_PRICE_NOT_ALLOWED,
                    "stop_price",
                    "%s orders take no stop price".formatted(word(ticket.type())),
                    "found",
                    brief(ticket.stopPrice().get()));
        }
        ticket.stopPrice()
                .filter(given -> ticket.type().isTriggered())
                .ifPresent(
                        given ->
                                priced(
                                        "stop_price",
                                        given,
                                        RefusalCode.STOP_PRICE_INVALID,
                                        RefusalCode.STOP_PRICE_OUT_OF_RANGE,
                                        RefusalCode.STOP_PRICE_OFF_TICK));
    }

    private void priced(
            String field,
            BigDecimal given,
            RefusalCode invalid,
            RefusalCode outOfRange,
            RefusalCode offTick) {
        if (given.signum() <= 0 || !isStorable(given)) {
            refuse(
                    invalid,
                    field,
                    "%s must be above 0 with at most 18 decimals, found %s"
                            .formatted(field, brief(given)),
                    "tick",
                    rules.tick());
            return;
        }
        if (instrument.kind() == InstrumentKind.EVENT && given.compareTo(BigDecimal.ONE) >= 0) {
            refuse(
                    outOfRange,
                    field,
                    "%s must be below 1, found %s".formatted(field, plain(given)),
                    "max",
                    BigDecimal.ONE,
                    "found",
                    given);
            return;
        }
        onTick(field, given, outOfRange, offTick);
    }

    /** The steps are those of YES; whoever speaks of NO hears of them in prices of NO. */
    private void onTick(
            String field, BigDecimal asked, RefusalCode outOfRange, RefusalCode offTick) {
        BigDecimal given = mirror(asked);
        Optional<PriceRange> range =
                rules.prices().stream().filter(r -> r.covers(given)).findFirst();
        if (range.isEmpty()) {
            PriceRange nearest = nearestRange(given);
            BigDecimal fits =
                    given.compareTo(nearest.min()) < 0
                            ? Decimals.ceilTo(nearest.min(), nearest.tick())
                            : Decimals.floorTo(nearest.max(), nearest.tick());
            refuse(
                    outOfRange,
                    field,
                    "%s lies outside of what %s takes, found %s; the nearest is %s"
                            .formatted(
                                    field,
                                    instrument.exchange(),
                                    plain(asked),
                                    plain(mirror(fits))),
                    "found",
                    asked,
                    "nearest",
                    mirror(fits));
        } else if (!range.get().isOnTick(given)) {
            BigDecimal tick = range.get().tick();
            // The nearest price that does not cost the person more than asked for.
            BigDecimal nearest =
                    outcome.mirror(ticket.side()) == Side.BUY
                            ? Decimals.floorTo(given, tick).max(range.get().min())
                            : Decimals.ceilTo(given, tick);
            refuse(
                    offTick,
                    field,
                    "%s must be a multiple of %s, found %s; %s would fit"
                            .formatted(field, plain(tick), plain(asked), plain(mirror(nearest))),
                    "tick",
                    tick,
                    "found",
                    asked,
                    "nearest",
                    mirror(nearest));
        }
    }

    /** A price of the ticket's outcome as one of YES, and back. */
    private BigDecimal mirror(BigDecimal price) {
        return outcome == Outcome.YES ? price : outcome.mirror(price);
    }

    private PriceRange nearestRange(BigDecimal given) {
        return rules.prices().stream()
                .min(Comparator.comparing(range -> distance(range, given)))
                .orElseThrow();
    }

    private static BigDecimal distance(PriceRange range, BigDecimal given) {
        return given.compareTo(range.min()) < 0
                ? range.min().subtract(given)
                : given.subtract(range.max());
    }

    private void notional() {
        Optional<BigDecimal> unit = ticket.price().or(this::marketUnit);
        if (unit.isEmpty()) {
            return;
        }
        BigDecimal each = unit.get().multiply(instrument.contractSize());
        BigDecimal notional = each.multiply(ticket.quantity());
        if (notional.compareTo(rules.notionalMin()) < 0) {
            QuantityRange range = rules.quantityOf(ticket.type());
            BigDecimal enough =
                    Decimals.ceilTo(
                            rules.notionalMin().divide(each, SCALE_MAX, RoundingMode.CEILING),
                            range.step());
            refuse(
                    RefusalCode.NOTIONAL_TOO_SMALL,
                    "quantity",
                    "price times quantity must be at least %s %s, found %s; a quantity of %s fits"
                            .formatted(
                                    plain(rules.notionalMin()),
                                    instrument.quote(),
                                    plain(notional),
                                    plain(enough)),
                    "min",
                    rules.notionalMin(),
                    "found",
                    notional,
                    "currency",
                    instrument.quote(),
                    "nearest",
                    enough);
        } else if (rules.notionalMax().signum() > 0
                && notional.compareTo(rules.notionalMax()) > 0) {
            BigDecimal most =
                    Decimals.floorTo(
                            rules.notionalMax().divide(each, SCALE_MAX, RoundingMode.FLOOR),
                            rules.quantityOf(ticket.type()).step());
            refuse(
                    RefusalCode.NOTIONAL_TOO_LARGE,
                    "quantity",
                    "price times quantity must be at most %s %s, found %s; a quantity of %s fits"
                            .formatted(
                                    plain(rules.notionalMax()),
                                    instrument.quote(),
                                    plain(notional),
                                    plain(most)),
                    "max",
                    rules.notionalMax(),
                    "found",
                    notional,
                    "currency",
                    instrument.quote(),
                    "nearest",
                    most);
        }
    }

    /** What a unit of an order without a limit is reckoned at, where the rule holds for it. */
    private Optional<BigDecimal> marketUnit() {
        return rules.notionalOnMarket() ? ticket.stopPrice().or(() -> market) : Optional.empty();
    }

    private void band() {
        if (ticket.price().isEmpty() || market.isEmpty()) {
            return;
        }
        PriceBand band = rules.band(ticket.side());
        BigDecimal price = ticket.price().get();
        BigDecimal reference = market.get();
        if (band.covers(price, reference)) {
            return;
        }
        BigDecimal lowest = reference.multiply(band.lowest());
        BigDecimal highest = reference.multiply(band.highest());
        boolean low = price.compareTo(lowest) < 0;
        BigDecimal nearest =
                low
                        ? Decimals.ceilTo(lowest, rules.tick())
                        : Decimals.floorTo(highest, rules.tick());
        refuse(
                RefusalCode.PRICE_OUTSIDE_BAND,
                "price",
                "price must keep to %s times to %s times the market's %s, found %s"
                        .formatted(
                                plain(band.lowest()),
                                plain(band.highest()),
                                plain(reference),
                                plain(price)),
                "found",
                price,
                "market",
                reference,
                "nearest",
                nearest);
    }

    private void metadata() {
        Map<String, String> notes = ticket.metadata();
        boolean fits =
                notes.size() <= NOTES_MAX
                        && !notes.containsKey(RouteNotes.KEY)
                        && notes.entrySet().stream()
                                .allMatch(
                                        note ->
                                                isText(note.getKey(), NOTE_NAME_MAX)
                                                        && isText(note.getValue(), NOTE_TEXT_MAX));
        if (!fits) {
            refuse(
                    RefusalCode.METADATA_INVALID,
                    "metadata",
                    "metadata takes at most %d entries with names of at most %d and texts of at most %d characters, none called %s"
                            .formatted(NOTES_MAX, NOTE_NAME_MAX, NOTE_TEXT_MAX, RouteNotes.KEY));
        }
    }

    /** PostgreSQL keeps no NUL in a text. */
    private static boolean isText(String text, int lengthMax) {
        return text.length() <= lengthMax && text.indexOf('\0') < 0;
    }

    private static boolean isStorable(BigDecimal value) {
        if (!Decimals.isSane(value)) {
            return false;
        }
        BigDecimal bare = value.stripTrailingZeros();
        return bare.scale() <= SCALE_MAX && bare.precision() - bare.scale() <= WHOLE_DIGITS_MAX;
    }

    /** A number that may be huge, without writing all of it. */
    private static String brief(BigDecimal value) {
        return Decimals.isSane(value) ? plain(value) : value.round(BRIEF).toString();
    }

    private static String word(Enum<?> word) {
        return OrderRowStore.text(word);
    }

    private static String words(Collection<? extends Enum<?>> offered) {
        return String.join(", ", offered.stream().map(Validation::word).sorted().toList());
    }

    private void refuse(RefusalCode code, String field, String message, Object... details) {
        found.add(Refusals.field(code, field, message, details));
    }
}
