package dev.k2.marketdata;

import dev.k2.exchange.Answer;
import dev.k2.exchange.EventQueries;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.ContractChange;
import dev.k2.model.EventContract;
import dev.k2.model.EventGroup;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the events of one exchange fresh: asks for them every so often, and takes what it hears. */
final class EventWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);
    private static final Duration RETRY_FIRST = Duration.ofSeconds(2);

    private final ExchangeId exchange;
    private final EventQueries queries;
    private final EventBoard board;
    private final Duration every;
    private final InstantSource clock;
    private final Timers timers;
    private final Consumer<List<EventContract>> onChanged;
    private final AtomicBoolean loading = new AtomicBoolean();
    private Duration retry = RETRY_FIRST;
    private volatile boolean loaded;
    private volatile boolean closed;
    private volatile Timers.Ticket asking = () -> {};

    EventWatch(
            ExchangeId exchange,
            EventQueries queries,
            EventBoard board,
            Duration every,
            InstantSource clock,
            Timers timers,
            Consumer<List<EventContract>> onChanged) {
        this.exchange = exchange;
        this.queries = queries;
        this.board = board;
        this.every = every;
        this.clock = clock;
        this.timers = timers;
        this.onChanged = onChanged;
    }

    EventQueries queries() {
        return queries;
    }

    void open() {
        var _ = timers.after(Duration.ZERO, this::reload);
        asking = timers.every(every, this::reload);
    }

    /** A step in a contract's life was told by the feed. */
    void heard(Instrument instrument, ContractChange step) {
        board.change(exchange, instrument.id(), step, clock.instant())
                .ifPresent(contract -> onChanged.accept(List.of(contract)));
    }

    private void reload() {
        if (closed || !loading.compareAndSet(false, true)) {
            return;
        }
        try {
            Instant askedAt = clock.instant();
            switch (queries.events()) {
                case Answer.Ok<List<EventGroup>>(List<EventGroup> groups) -> {
                    loaded = true;
                    retry = RETRY_FIRST;
                    onChanged.accept(board.replace(exchange, groups, askedAt));
                }
                case Answer.Failed<List<EventGroup>>(ExchangeError error) -> failed(error);
            }
        } finally {
            loading.set(false);
        }
    }

    private void failed(ExchangeError error) {
        LOG.atWarn()
                .addKeyValue("exchange", exchange.text())
                .addKeyValue("category", error.category())
                .log("events could not be loaded: {}", error.message());
        if (!loaded && !closed) {
            var _ = timers.after(retry, this::reload);
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(every) < 0 ? doubled : every;
        }
    }

    @Override
    public void close() {
        closed = true;
        asking.cancel();
    }
}
