package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.OrderId;
import dev.k2.platform.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the fills that an exchange counts and that did not come. Streams mostly bring them a
 * moment later by themselves, so it waits for that moment first.
 */
final class FillChaser {
    private static final Logger LOG = LoggerFactory.getLogger(FillChaser.class);
    private static final int TRIES_MAX = 20;

    private final Ledger ledger;
    private final Sessions sessions;
    private final Market market;
    private final Timers timers;
    private final TradingConfig config;
    private final Set<OrderId> chased = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    FillChaser(
            Ledger ledger, Sessions sessions, Market market, Timers timers, TradingConfig config) {
        this.ledger = ledger;
        this.sessions = sessions;
        this.market = market;
        this.timers = timers;
        this.config = config;
    }

    /** Takes care of an order until every fill is here. Doing so twice is once. */
    void chase(OrderRow row) {
        if (!closed && chased.add(row.id())) {
            timers.after(config.fillPatience(), () -> step(row.id(), 0));
        }
    }

    int count() {
        return chased.size();
    }

    void close() {
        closed = true;
    }

    private void step(OrderId id, int tries) {
        boolean done = false;
        try {
            done = fetch(id);
        } catch (NotOurs lost) {
            done = true;
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("order_id", id.toString())
                    .setCause(fault)
                    .log("fills could not be fetched; it will be tried again");
        }
        if (!done && !closed && tries < TRIES_MAX) {
            timers.after(Backoff.pause(tries), () -> step(id, tries + 1));
            return;
        }
        chased.remove(id);
        if (!done) {
            // The next look at open orders takes it up again.
            LOG.atWarn()
                    .addKeyValue("order_id", id.toString())
                    .log("fills that the exchange counts are missing");
        }
    }

    private boolean fetch(OrderId id) {
        Optional<OrderRow> row = ledger.read(id);
        if (row.isEmpty() || !row.get().standing().isBehind()) {
            return true;
        }
        Intent intent = row.get().intent();
        Optional<LinkSession> session = sessions.of(intent.link());
        Optional<Instrument> instrument = market.instrument(intent.exchange(), intent.instrument());
        Optional<ExchangeOrderId> exchangeOrder = row.get().standing().exchangeOrderId();
        if (session.isEmpty()) {
            // Whoever opens the account next takes its orders up again, here or at another node.
            return true;
        }
        if (instrument.isEmpty() || exchangeOrder.isEmpty()) {
            return false;
        }
        List<ExchangeOrderId> halves = new ArrayList<>(row.get().amends().former());
        halves.add(exchangeOrder.get());
        return halves.stream()
                .anyMatch(half -> isComplete(row.get(), half, session.get(), instrument.get()));
    }

    private boolean isComplete(
            OrderRow row, ExchangeOrderId half, LinkSession session, Instrument instrument) {
        return switch (session.account().orders().fillsOf(instrument, half)) {
            case Answer.Ok<List<Fill>>(List<Fill> fills) -> {
                session.reach().answered();
                yield !ledger.fills(row, fills, "fills").standing().isBehind();
            }
            case Answer.Failed<List<Fill>> failed -> {
                session.reach().failed(failed.error());
                yield false;
            }
        };
    }
}
