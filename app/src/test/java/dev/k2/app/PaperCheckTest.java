package dev.k2.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.accounts.Credentials;
import dev.k2.model.ExchangeId;
import dev.k2.platform.Secret;
import dev.k2.platform.StartFailure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaperCheckTest {
    private static final Credentials KEY =
            Credentials.of(Secret.of("canary-key"), Secret.of("canary-secret"));

    private final Map<ExchangeId, String> silent = new EnumMap<>(ExchangeId.class);
    private final Map<ExchangeId, String> refusing = new EnumMap<>(ExchangeId.class);
    private final Set<ExchangeId> unusable = ConcurrentHashMap.newKeySet();
    private final Set<ExchangeId> open = ConcurrentHashMap.newKeySet();
    private final Set<ExchangeId> asked = ConcurrentHashMap.newKeySet();

    @Test
    void findsNothingMissingWhereEverythingIsThere() {
        assertThat(check(settings(KEY), kept(Set.of(), false))).isEmpty();
        assertThat(asked).containsExactlyInAnyOrder(ExchangeId.values());
        assertThat(open).isEmpty();
    }

    @Test
    void namesEveryMissingPartAtOnceWithReasonAndRemedy() {
        silent.put(ExchangeId.BINANCE, "no route to host");
        silent.put(ExchangeId.OKX, "timed out");

        List<MissingPart> missing =
                check(
                        settings(null),
                        () -> {
                            throw new StartFailure("PostgreSQL is away.", "Start it.");
                        });

        assertThat(missing)
                .extracting(MissingPart::part)
                .containsExactly(
                        "database",
                        "risk gate",
                        "exchange client of binance",
                        "exchange client of okx",
                        "credentials of kalshi",
                        "credentials");
        String said = MissingPart.refusal(missing).sentence();
        assertThat(missing)
                .allSatisfy(
                        part ->
                                assertThat(said)
                                        .contains(part.part(), part.reason(), part.remedy()));
        assertThat(said).contains("no route to host", "PostgreSQL is away.", "Start it.");
    }

    @Test
    void refusesForOneMissingPartAlone() {
        silent.put(ExchangeId.BYBIT, "no route to host");

        assertThat(check(settings(KEY), kept(Set.of(), false)))
                .extracting(MissingPart::part)
                .containsExactly("exchange client of bybit");
    }

    @Test
    void wantsLimitsThatCanBeRead() {
        assertThat(check(settings(KEY), kept(Set.of(), true)))
                .extracting(MissingPart::part)
                .containsExactly("risk gate");
    }

    @Test
    void isContentWithALinkInPlaceOfAKeyButNotForPublicDataThatWantsOne() {
        PaperSettings none =
                new PaperSettings(List.of(ExchangeId.BINANCE), Map.of(), Optional.empty());
        PaperSettings kalshi =
                new PaperSettings(List.of(ExchangeId.KALSHI), Map.of(), Optional.empty());

        assertThat(check(none, kept(Set.of(ExchangeId.BINANCE), false))).isEmpty();
        assertThat(check(none, kept(Set.of(ExchangeId.OKX), false)))
                .extracting(MissingPart::part)
                .containsExactly("credentials");
        assertThat(check(kalshi, kept(Set.of(ExchangeId.KALSHI), false)))
                .extracting(MissingPart::part)
                .containsExactly("credentials of kalshi");
    }

    @Test
    void namesAKeyThatTheExchangeRefusesOrThatIsNone() {
        refusing.put(ExchangeId.OKX, "invalid key");
        unusable.add(ExchangeId.KALSHI);

        List<MissingPart> missing = check(settings(KEY), kept(Set.of(), false));

        assertThat(missing)
                .extracting(MissingPart::part)
                .containsExactly("credentials of okx", "credentials of kalshi");
        assertThat(MissingPart.refusal(missing).sentence()).doesNotContain("canary");
    }

    @Test
    void asksNoExchangeThatWasLeftOut() {
        check(
                new PaperSettings(
                        List.of(ExchangeId.OKX), Map.of(ExchangeId.OKX, KEY), Optional.empty()),
                kept(Set.of(), false));

        assertThat(asked).containsExactly(ExchangeId.OKX);
    }

    private List<MissingPart> check(PaperSettings settings, Supplier<PaperCheck.Kept> database) {
        return new PaperCheck(settings, this::open).missing(database);
    }

    private PaperCheck.Client open(Venue venue) {
        ExchangeId id = venue.id();
        asked.add(id);
        if (unusable.contains(id)) {
            throw new IllegalArgumentException("canary-secret is no key");
        }
        open.add(id);
        return new PaperCheck.Client() {
            @Override
            public Optional<String> silence() {
                return Optional.ofNullable(silent.get(id));
            }

            @Override
            public Optional<String> objection(Credentials key) {
                return Optional.ofNullable(refusing.get(id));
            }

            @Override
            public void close() {
                open.remove(id);
            }
        };
    }

    private static Supplier<PaperCheck.Kept> kept(Set<ExchangeId> linked, boolean unreadable) {
        return () ->
                new PaperCheck.Kept() {
                    @Override
                    public Set<ExchangeId> linked() {
                        return linked;
                    }

                    @Override
                    public void readLimits() {
                        if (unreadable) {
                            throw new IllegalStateException("no such table");
                        }
                    }

                    @Override
                    public void close() {
                        // Nothing is open.
                    }
                };
    }

    /** All exchanges, with this key at each. */
    private static PaperSettings settings(@Nullable Credentials key) {
        Map<ExchangeId, Credentials> keys = new EnumMap<>(ExchangeId.class);
        if (key != null) {
            for (ExchangeId id : ExchangeId.values()) {
                keys.put(id, key);
            }
        }
        return new PaperSettings(List.of(ExchangeId.values()), keys, Optional.empty());
    }
}
