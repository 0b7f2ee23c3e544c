package dev.k2.soak;

import dev.k2.model.ContractResult;
import dev.k2.model.InstrumentId;
import dev.k2.model.Settlement;
import dev.k2.sim.Account;
import dev.k2.sim.EventHolding;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contracts of one exchange: one after the other they trade, end with whatever is open in them,
 * and pay; what some paid is corrected later.
 */
final class Contracts {
    private static final Duration LIFE = Duration.ofMinutes(4);

    private final VirtualTime time;
    private final Chance chance;
    private final Diary diary;
    private final Venue venue;
    private final Runnable onEnd;
    private final Map<Seat, List<Settlement>> told = new LinkedHashMap<>();
    private final Map<Paid, Settlement> whole = new HashMap<>();
    private int number;
    private boolean over;

    /** A contract that paid an account. */
    record Paid(Seat seat, InstrumentId contract) {}

    /**
     * None yet.
     *
     * @param onEnd what came of a contract is known, or was paid: whoever trades hears of it
     */
    Contracts(VirtualTime time, Chance chance, Diary diary, Venue venue, Runnable onEnd) {
        this.time = time;
        this.chance = chance;
        this.diary = diary;
        this.venue = venue;
        this.onEnd = onEnd;
    }

    void open() {
        Listed fresh = venue.list(Goods.CONTRACT, new InstrumentId("KXSOAK-" + ++number));
        diary.count("contracts");
        time.later(
                chance.about(LIFE),
                () -> {
                    if (!over && fresh.trades()) {
                        end(fresh);
                        open();
                    }
                });
    }

    /** The last one ends now. */
    void close() {
        over = true;
        end(venue.listed());
    }

    private void end(Listed one) {
        diary.note("contract ends", one.id());
        venue.halt(one);
        // What came about is told, and paid a little later.
        time.later(
                chance.seconds(1, 40),
                () -> {
                    onEnd.run();
                    time.later(chance.seconds(0, 8), () -> pay(one, false));
                });
    }

    private void pay(Listed one, boolean corrects) {
        long dollar = one.goods().other(0);
        long yes =
                chance.isOneIn(8)
                        ? chance.below(Math.toIntExact(dollar))
                        : chance.isOneIn(2) ? dollar : 0;
        Instant at = time.instant().truncatedTo(ChronoUnit.MICROS);
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        Map<Account, EventHolding.Payout> paid =
                venue.engine().events().pay(one.market(), yes, micros);
        for (Seat seat : venue.seats()) {
            EventHolding.Payout payout = paid.get(seat.account());
            if (payout != null) {
                tell(seat, one, payout, at);
            }
        }
        onEnd.run();
        if (!corrects && chance.isOneIn(3)) {
            time.later(chance.seconds(10, 90), () -> pay(one, true));
        }
    }

    private void tell(Seat seat, Listed one, EventHolding.Payout payout, Instant at) {
        Settlement news = settlement(one, payout, at);
        Paid key = new Paid(seat, one.id());
        Settlement before = whole.get(key);
        Settlement all =
                before == null
                        ? news
                        : new Settlement(
                                news.instrument(),
                                news.result(),
                                news.yesQuantity(),
                                news.noQuantity(),
                                before.cost(),
                                before.revenue().add(news.revenue()),
                                before.fee(),
                                at);
        whole.put(key, all);
        // A correction is told as what changed, or as all there is to it.
        told.computeIfAbsent(seat, absent -> new ArrayList<>()).add(chance.isOneIn(2) ? news : all);
        diary.note("paid", seat.link().id(), one.id(), news.result().value(), all.profit());
        diary.count(payout.correction() ? "payments corrected" : "payments");
    }

    private static Settlement settlement(Listed one, EventHolding.Payout payout, Instant at) {
        BigDecimal value = one.market().listing().price(payout.value());
        BigDecimal held = one.market().listing().quantity(Math.abs(payout.quantity()));
        boolean yes = payout.quantity() > 0;
        return new Settlement(
                one.id(),
                new ContractResult(ruling(value), value),
                yes ? held : BigDecimal.ZERO,
                yes ? BigDecimal.ZERO : held,
                payout.cost(),
                payout.revenue(),
                payout.fees(),
                at);
    }

    private static ContractResult.Ruling ruling(BigDecimal value) {
        if (value.signum() == 0) {
            return ContractResult.Ruling.NO;
        }
        return value.compareTo(BigDecimal.ONE) == 0
                ? ContractResult.Ruling.YES
                : ContractResult.Ruling.PARTLY;
    }

    /** What an account was told from a time to another. */
    List<Settlement> settlements(Seat seat, Instant from, Instant to) {
        return told.getOrDefault(seat, List.of()).stream()
                .filter(one -> !one.settledAt().isBefore(from) && !one.settledAt().isAfter(to))
                .toList();
    }

    /** When each contract paid an account, or changed what it paid. */
    List<Settlement> told(Seat seat) {
        return told.getOrDefault(seat, List.of());
    }

    /** What each contract came to in the end. */
    Map<Paid, Settlement> whole() {
        return whole;
    }
}
