package dev.k2.app;

import dev.k2.accounts.Credentials;
import dev.k2.model.ExchangeId;
import dev.k2.platform.Database;
import dev.k2.platform.StartFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for every part that mode paper needs, before anything trades: the database, the risk gate's
 * limits, each exchange, and credentials. All that is missing is found, not only the first.
 */
final class PaperCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PaperCheck.class);

    /** What is kept from runs before. */
    interface Kept extends AutoCloseable {
        /** The exchanges at which somebody has an active link. */
        Set<ExchangeId> linked();

        /** Reads limits as the risk gate does; throws where they cannot be read. */
        void readLimits();

        @Override
        void close();
    }

    /** An exchange's test network. Every question has a time limit. */
    interface Client extends AutoCloseable {
        /** Why it does not answer; empty where it does. */
        Optional<String> silence();

        /** Why it does not take a key; empty where it does, or cannot be asked. */
        Optional<String> objection(Credentials key);

        @Override
        void close();
    }

    /** Opens an exchange's test network; throws where its key is no key. */
    @FunctionalInterface
    interface Opener {
        Client open(Venue venue);
    }

    private final PaperSettings settings;
    private final Opener opener;

    PaperCheck(PaperSettings settings, Opener opener) {
        this.settings = settings;
        this.opener = opener;
    }

    /** Everything that is missing, in the order in which it starts. */
    List<MissingPart> missing(Supplier<Kept> database) {
        List<MissingPart> missing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Venue, Future<List<MissingPart>>> asked = new LinkedHashMap<>();
            for (Venue venue : settings.venues()) {
                asked.put(venue, threads.submit(() -> ask(venue)));
            }
            Set<ExchangeId> linked = kept(database, missing);
            asked.forEach((venue, found) -> missing.addAll(await(venue, found)));
            credentials(linked, missing);
        }
        return missing;
    }

    private Set<ExchangeId> kept(Supplier<Kept> database, List<MissingPart> missing) {
        try (Kept kept = database.get()) {
            limits(kept, missing);
            return kept.linked();
        } catch (StartFailure failure) {
            missing.add(
                    new MissingPart(
                            "database", String.valueOf(failure.getMessage()), failure.remedy()));
            missing.add(
                    new MissingPart(
                            "risk gate",
                            "Its limits are kept in the database.",
                            "Mend the database."));
            return Set.of();
        }
    }

    private static void limits(Kept kept, List<MissingPart> missing) {
        try {
            kept.readLimits();
        } catch (RuntimeException unreadable) {
            LOG.atError().setCause(unreadable).log("the limits of the risk gate cannot be read");
            missing.add(
                    new MissingPart(
                            "risk gate",
                            Database.isOutage(unreadable)
                                    ? "Its limits cannot be read: the database does not answer."
                                    : "Its limits cannot be read.",
                            "Look into the log for the reason, and mend or restore the database."));
        }
    }

    private List<MissingPart> ask(Venue venue) {
        ExchangeId id = venue.id();
        Optional<Credentials> key = Optional.ofNullable(settings.keys().get(id));
        try (Client client = opener.open(venue)) {
            Optional<String> silence = client.silence();
            if (silence.isPresent()) {
                return List.of(
                        new MissingPart(
                                "exchange client of " + id,
                                "Its test network does not answer: " + silence.get(),
                                "Check the network and the exchange's own status, or leave "
                                        + id
                                        + " out of the setting exchanges."));
            }
            return key.flatMap(client::objection)
                    .map(why -> List.of(refused(id, "The exchange does not take it: " + why)))
                    .orElse(List.of());
        } catch (IllegalArgumentException unusable) {
            // What it says may quote the key, so nobody hears it.
            return List.of(refused(id, "It is not a key of " + id + "."));
        }
    }

    private static MissingPart refused(ExchangeId id, String reason) {
        return new MissingPart(
                "credentials of " + id,
                reason,
                "Make a key at the exchange's test network, and set it under paper." + id + ".");
    }

    private void credentials(Set<ExchangeId> linked, List<MissingPart> missing) {
        for (Venue venue : settings.venues()) {
            if (venue.dataByKey() && !settings.keys().containsKey(venue.id())) {
                missing.add(
                        new MissingPart(
                                "credentials of " + venue.id(),
                                "It streams public data to those only who have a key, and none is"
                                        + " set.",
                                "Set paper."
                                        + venue.id()
                                        + ".api-key and what belongs to it, or leave "
                                        + venue.id()
                                        + " out of the setting exchanges."));
            }
        }
        boolean some =
                settings.exchanges().stream()
                        .anyMatch(id -> linked.contains(id) || settings.keys().containsKey(id));
        if (!some) {
            missing.add(
                    new MissingPart(
                            "credentials",
                            "No account of an exchange's test network is linked, and no key of one"
                                    + " is set.",
                            "Set paper.<exchange>.api-key and paper.<exchange>.api-secret for one"
                                    + " of "
                                    + Venues.names()
                                    + "."));
        }
    }

    private static List<MissingPart> await(Venue venue, Future<List<MissingPart>> found) {
        try {
            return found.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while " + venue.id() + " was asked", stopped);
        } catch (ExecutionException fault) {
            throw new IllegalStateException("asking " + venue.id() + " failed", fault);
        }
    }
}
