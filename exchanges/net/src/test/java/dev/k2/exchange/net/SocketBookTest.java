package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.net.SocketBook.Step;
import dev.k2.model.Side;
import org.junit.jupiter.api.Test;

class SocketBookTest {
    private final SocketBook book = new SocketBook(MadeUpExchange.bitcoin());

    @Test
    void takesNothingBeforeItsSnapshot() {
        Step step = book.change(1, 2);

        assertThat(step).isEqualTo(Step.IGNORE);
    }

    @Test
    void callsAHoleAGapWhereOneConnectionIsAlone() {
        begin(5);

        assertThat(book.change(5, 6)).isEqualTo(Step.APPLY);
        book.applied(6, 0);
        assertThat(book.change(7, 8)).isEqualTo(Step.GAP);
    }

    @Test
    void holdsWhatIsAheadAndIgnoresWhatIsBehindOverTwoConnections() {
        book.share(true);
        begin(5);

        assertThat(book.change(6, 7)).isEqualTo(Step.HOLD);
        assertThat(book.change(4, 5)).isEqualTo(Step.IGNORE);
        assertThat(book.snapshot(4, false)).isEqualTo(Step.IGNORE);
        assertThat(book.change(4, 6)).isEqualTo(Step.APPLY);
    }

    @Test
    void appliesAChangeThatFollowsItselfAsASignOfLife() {
        begin(5);

        assertThat(book.change(5, 5)).isEqualTo(Step.APPLY);
        book.applied(5, 1_000);
        assertThat(book.book().changedAtMillis()).isEqualTo(1_000);
    }

    @Test
    void followsNumbersThatFallWhereTheOneBeforeIsNamed() {
        book.share(true);
        begin(1_000);

        assertThat(book.change(1_000, 10)).isEqualTo(Step.APPLY);
        book.applied(10, 0);
        assertThat(book.change(1_000, 10)).isEqualTo(Step.IGNORE);
        assertThat(book.change(10, 11)).isEqualTo(Step.APPLY);
    }

    @Test
    void losesABookThatNothingFollowsAnyMore() {
        begin(1_000);

        Step step = Step.IGNORE;
        int ignored = 0;
        for (int n = 1; n < 100 && step == Step.IGNORE; n++) {
            step = book.change(n, n + 1);
            ignored++;
        }

        assertThat(step).isEqualTo(Step.GAP);
        assertThat(ignored).isLessThan(20);
    }

    @Test
    void beginsAnewWhereTheExchangeCountsAnew() {
        book.share(true);
        begin(1_000);

        assertThat(book.snapshot(1, true)).isEqualTo(Step.APPLY);
        assertThat(book.began(1, 0)).isTrue();
        assertThat(book.change(1, 2)).isEqualTo(Step.APPLY);
    }

    private void begin(long last) {
        assertThat(book.snapshot(last, false)).isEqualTo(Step.APPLY);
        book.book().set(Side.BUY, 1, 1);
        book.book().set(Side.SELL, 2, 1);
        assertThat(book.began(last, 0)).isTrue();
    }
}
