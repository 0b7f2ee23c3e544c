package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.BookLevel;
import dev.k2.model.Side;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class BooksTest {
    private final Desk desk = new Desk().started();

    @Test
    void showsTheBestLevelsFirst() {
        desk.bookOf(10_000, 10_100);
        desk.round();

        BookView view = desk.market.book(desk.btc, 1).orElseThrow();

        assertThat(view.bids()).containsExactly(level("100.00", "0.005"));
        assertThat(view.asks()).containsExactly(level("101.00", "0.006"));
        assertThat(view.state()).isEqualTo(Freshness.LIVE);
        assertThat(view.seq()).isEqualTo(1);
    }

    @Test
    void tellsOnlyTheLevelsThatChanged() {
        desk.bookOf(10_000, 10_100);
        desk.round();
        desk.heard.books.clear();

        desk.book.set(Side.BUY, 10_000, 0);
        desk.book.set(Side.BUY, 9_950, 3);
        desk.book.set(Side.SELL, 10_100, 9);
        desk.tell();
        desk.round();

        assertThat(desk.heard.books)
                .singleElement()
                .satisfies(
                        change -> {
                            assertThat(change.bids())
                                    .containsExactly(
                                            level("100.00", "0.000"), level("99.50", "0.003"));
                            assertThat(change.asks()).containsExactly(level("101.00", "0.009"));
                            assertThat(change.seq()).isEqualTo(2);
                        });
    }

    @Test
    void isStaleAtOnceAfterAGapAndKeepsTheLastLevelsThatWereRight() {
        desk.bookOf(10_000, 10_100);
        desk.round();
        desk.gap();

        assertThat(desk.view().state()).isEqualTo(Freshness.STALE);
        assertThat(desk.view().bids()).hasSize(2);

        desk.round();
        assertThat(desk.heard.books.getLast())
                .satisfies(
                        change -> {
                            assertThat(change.state()).isEqualTo(Freshness.STALE);
                            assertThat(change.bids()).isEmpty();
                        });
    }

    @Test
    void levelsFromBeforeAGapAreNotLiveThoughTheBookIsRightAgain() {
        desk.bookOf(10_000, 10_100);
        desk.round();
        desk.gap();
        desk.seconds(2);
        desk.bookOf(20_000, 20_100);

        assertThat(desk.view().state()).isEqualTo(Freshness.STALE);

        desk.round();
        assertThat(desk.view().state()).isEqualTo(Freshness.LIVE);
        assertThat(desk.view().bids().getFirst()).isEqualTo(level("200.00", "0.005"));
    }

    @Test
    void aCrossedBookIsNeverTaken() {
        desk.bookOf(10_000, 10_100);
        desk.round();
        desk.book.set(Side.BUY, 10_200, 1);
        desk.tell();
        desk.round();

        assertThat(desk.view().state()).isEqualTo(Freshness.STALE);
        assertThat(desk.view().bids().getFirst()).isEqualTo(level("100.00", "0.005"));
    }

    @Test
    void turnsStaleWhenNothingArrivesForTooLong() {
        desk.bookOf(10_000, 10_100);
        desk.round();
        desk.heard.books.clear();

        desk.seconds(11);

        assertThat(desk.view().state()).isEqualTo(Freshness.STALE);
        assertThat(desk.heard.books)
                .singleElement()
                .extracting(BookChange::state)
                .isEqualTo(Freshness.STALE);
    }

    @Test
    void keepsNoMoreLevelsThanItsLimit() {
        for (int n = 0; n < 1500; n++) {
            desk.book.set(Side.BUY, 10_000 - n, 1);
        }
        desk.tell();
        desk.round();

        assertThat(desk.market.book(desk.btc, 5000).orElseThrow().bids()).hasSize(1000);
    }

    private static BookLevel level(String price, String quantity) {
        return new BookLevel(new BigDecimal(price), new BigDecimal(quantity));
    }
}
