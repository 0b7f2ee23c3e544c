package dev.k2.marketdata;

import dev.k2.exchange.ExchangeException;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the archive needs done without being asked: holes filled that an outage left in what is
 * watched, seconds kept where only we have them, and old candles dropped.
 */
final class CandleUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CandleUpkeep.class);
    private static final Duration KEEP_EVERY = Duration.ofSeconds(15);
    private static final Duration REPAIR_EVERY = Duration.ofMinutes(5);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    /** A trade that arrives later than this after its second is in no kept candle. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final CandleArchive archive;
    private final Collection<FeedManager> managers;
    private final InstantSource clock;
    private final List<Timers.Ticket> tickets;
    private final Map<Market, Instant> keptTo = new ConcurrentHashMap<>();

    CandleUpkeep(
            CandleArchive archive,
            Collection<FeedManager> managers,
            InstantSource clock,
            Timers timers) {
        this.archive = archive;
        this.managers = managers;
        this.clock = clock;
        tickets =
                List.of(
                        timers.every(KEEP_EVERY, this::keep),
                        timers.every(REPAIR_EVERY, this::repair),
                        timers.every(SWEEP_EVERY, archive::sweep));
    }

    private void keep() {
        Instant to = CandleTimes.open(CandleInterval.S1, clock.instant().minus(LATE));
        Set<CandleStore.Named> wanted = archive.secondsWanted();
        for (FeedManager manager : managers) {
            if (manager.offers(CandleInterval.S1)) {
                continue;
            }
            for (Market market : manager.markets()) {
                Instant from = keptTo.getOrDefault(market, Instant.EPOCH);
                if (wanted.contains(CandleStore.Named.of(market.instrument()))) {
                    archive.keepSeconds(
                            market.instrument(),
                            market.seconds().traded(from.toEpochMilli(), to.toEpochMilli()));
                    keptTo.put(market, to);
                }
            }
            keptTo.keySet()
                    .removeIf(
                            market ->
                                    market.exchange() == manager.id()
                                            && !manager.markets().contains(market));
        }
    }

    private void repair() {
        for (FeedManager manager : managers) {
            for (Market market : manager.markets()) {
                if (!manager.isLive() || !repaired(manager, market.instrument())) {
                    break;
                }
            }
        }
    }

    /** Whether the exchange answered; the next round tries again where it did not. */
    private boolean repaired(FeedManager manager, Instrument instrument) {
        try {
            archive.repair(manager.exchange(), instrument);
            return true;
        } catch (ExchangeException failed) {
            LOG.atInfo()
                    .addKeyValue("exchange", manager.id().text())
                    .addKeyValue("instrument", instrument.id().text())
                    .addKeyValue("category", failed.error().category())
                    .log("candles could not be repaired: {}", failed.error().message());
            return false;
        }
    }

    @Override
    public void close() {
        tickets.forEach(Timers.Ticket::cancel);
    }
}
