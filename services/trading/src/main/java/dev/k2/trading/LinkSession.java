package dev.k2.trading;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.FeeRates;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Position;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One linked account while it is linked: its state, and what is kept of it for a moment. */
final class LinkSession {
    private static final Duration FEES_KEPT = Duration.ofHours(1);

    /** For longer than that no node goes on with a key that was replaced. */
    private static final Duration KEYS_APART = Duration.ofMinutes(1);

    /** The rate of an event contract moves with its price. */
    private static final Duration EVENT_FEES_KEPT = Duration.ofMinutes(1);

    private final Links.Link link;
    private final Account account;
    private final Reach reach = new Reach();
    private final Funds funds = new Funds();
    private final Holdings holdings = new Holdings();
    private final Underway underway;
    private final Map<InstrumentId, KnownFees> fees = new ConcurrentHashMap<>();
    private volatile LinkState.Phase phase = LinkState.Phase.RECONCILING;
    private volatile boolean live;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile boolean recognised;

    private record KnownFees(FeeRates rates, Instant at) {}

    LinkSession(Links.Link link, Account account, Timers timers) {
        this.link = link;
        this.account = account;
        this.underway = new Underway(timers);
    }

    Links.Link link() {
        return link;
    }

    Account account() {
        return account;
    }

    Reach reach() {
        return reach;
    }

    Funds funds() {
        return funds;
    }

    Holdings holdings() {
        return holdings;
    }

    Underway underway() {
        return underway;
    }

    /** The open positions, asked for anew where they are not known from a moment ago. */
    Answer<List<Position>> positions(Instant now) {
        Optional<Answer<List<Position>>> known = holdings.known(now);
        if (known.isPresent()) {
            return known.get();
        }
        long fills = holdings.fills();
        Answer<List<Position>> answer = account.positions();
        switch (answer) {
            case Answer.Ok<List<Position>>(List<Position> whole) -> {
                reach.answered();
                holdings.replace(whole, now, fills);
            }
            case Answer.Failed<List<Position>> failed -> reach.failed(failed.error());
        }
        return answer;
    }

    /**
     * Whether an order that was begun then may be at another account than the one of this key: it
     * may have been sent by the key before, and whoever gave this one may have been mistaken.
     */
    boolean mayBeElsewhere(Instant begun) {
        return link.generation() > 1
                && !recognised
                && begun.isBefore(link.since().plus(KEYS_APART));
    }

    /** The exchange told, by this key, of an order from before it: it is of the same account. */
    void recognise(OrderRow told) {
        recognised |= told.intent().begunAt().isBefore(link.since());
    }

    LinkState.Phase phase() {
        return phase;
    }

    void phase(LinkState.Phase next) {
        phase = next;
    }

    /** Whether the stream is open and the account was compared since it is. */
    boolean isLive() {
        return live;
    }

    void live(boolean now) {
        live = now;
    }

    void trouble(Optional<ExchangeError> error) {
        trouble = error.map(ExchangeError::message);
    }

    LinkState state() {
        return new LinkState(link.id(), link.exchange(), phase, live, trouble);
    }

    /** Why no order can be sent now; empty where one can. */
    Optional<Refusal> refusal() {
        return switch (phase) {
            case READY -> link.mayTrade() ? reach.refusal() : Optional.of(readOnly());
            case RECONCILING ->
                    Optional.of(
                            Refusals.of(
                                    RefusalCode.EXCHANGE_RECONCILING,
                                    "the account is being compared with %s; try again in a moment"
                                            .formatted(link.exchange()),
                                    "exchange",
                                    link.exchange(),
                                    "trouble",
                                    trouble.orElse("none")));
            case ELSEWHERE -> Optional.of(Refusals.heldElsewhere(link.exchange()));
            case REFUSED ->
                    Optional.of(
                            Refusals.of(
                                    RefusalCode.LINK_NOT_USABLE,
                                    "%s refuses the credentials of this link"
                                            .formatted(link.exchange()),
                                    "exchange",
                                    link.exchange(),
                                    "link",
                                    link.id()));
        };
    }

    private Refusal readOnly() {
        return Refusals.of(
                RefusalCode.LINK_NOT_USABLE,
                "the key of this link may read %s and not trade there".formatted(link.exchange()),
                "exchange",
                link.exchange(),
                "link",
                link.id(),
                "access",
                "read_only");
    }

    /** What the account pays; kept for an hour, of an event contract for a minute. */
    Optional<FeeRates> fees(Instrument instrument, Instant now) {
        KnownFees known = fees.get(instrument.id());
        Duration kept = instrument.kind() == InstrumentKind.EVENT ? EVENT_FEES_KEPT : FEES_KEPT;
        if (known != null && Duration.between(known.at(), now).compareTo(kept) < 0) {
            return Optional.of(known.rates());
        }
        return switch (account.fees(instrument)) {
            case Answer.Ok<FeeRates>(FeeRates rates) -> {
                fees.put(instrument.id(), new KnownFees(rates, now));
                yield Optional.of(rates);
            }
            case Answer.Failed<FeeRates> failed -> {
                reach.failed(failed.error());
                yield Optional.empty();
            }
        };
    }

    /** What the account holds, asked anew. */
    Answer<List<Balance>> freshBalances() {
        Answer<List<Balance>> answer = account.balances();
        switch (answer) {
            case Answer.Ok<List<Balance>> ok -> reach.answered();
            case Answer.Failed<List<Balance>> failed -> reach.failed(failed.error());
        }
        return answer;
    }
}
