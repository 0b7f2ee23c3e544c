package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Pages.Page;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ExchangeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final ExchangeErrors ERRORS = new ExchangeErrors(ExchangeId.BINANCE, "Venue");

    @Test
    void followsTheCursorToTheEndAndCountsRowsOnce() {
        Page<Integer> none = new Page<>(List.of(), Optional.empty());
        Map<String, Page<Integer>> pages =
                Map.of(
                        "", new Page<>(List.of(9, 8), Optional.of("a")),
                        "a", new Page<>(List.of(8, 7), Optional.of("b")),
                        "b", new Page<>(List.of(), Optional.empty()));

        Answer<List<Integer>> all =
                Pages.all(
                        next -> new Reply.Ok<>(pages.getOrDefault(next.orElse(""), none)),
                        PagesTest::tooMany);

        assertThat(all.orThrow()).containsExactly(9, 8, 7);
    }

    @Test
    void isNothingAtAllWhereAPageFails() {
        ExchangeError lost = ERRORS.network("ask", "lost", false);

        Answer<List<Integer>> all =
                Pages.all(
                        next ->
                                next.isEmpty()
                                        ? new Reply.Ok<>(new Page<>(List.of(1), Optional.of("a")))
                                        : new Reply.Failed<>(Certainty.UNCLEAR, lost),
                        PagesTest::tooMany);

        assertThat(all).isEqualTo(new Answer.Failed<>(lost));
    }

    @Test
    void givesUpOnPagesWithoutAnEnd() {
        Answer<List<Integer>> all =
                Pages.all(
                        next -> new Reply.Ok<>(new Page<>(List.of(1), Optional.of("again"))),
                        PagesTest::tooMany);

        assertThat(all).isEqualTo(new Answer.Failed<>(tooMany(1)));
    }

    @Test
    void leavesNoHoleBetweenWindows() {
        List<String> asked = new ArrayList<>();

        Answer<List<Long>> all =
                Pages.inWindows(
                        Instant.ofEpochMilli(5),
                        Instant.ofEpochMilli(30),
                        Duration.ofMillis(10),
                        (from, to) -> {
                            asked.add(from + "-" + to);
                            return next ->
                                    new Reply.Ok<>(new Page<>(List.of(from, to), Optional.empty()));
                        },
                        PagesTest::tooMany);

        assertThat(asked).containsExactly("5-14", "15-24", "25-29");
        assertThat(all.orThrow()).containsExactly(5L, 14L, 15L, 24L, 25L, 29L);
    }

    private static ExchangeError tooMany(int rows) {
        return ERRORS.local("ask", ErrorCategory.VALIDATION, "more than " + rows);
    }
}
