package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.BookLevel;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens to a feed: what is shown as live is what the exchange has. */
final class LiveOnlyWhenTrueProperties {
    enum Step {
        QUOTE,
        BOOK,
        CHANGE,
        GAP,
        CROSS,
        CUT,
        CONNECT,
        ROUND,
        WAIT,
        LONG_WAIT
    }

    @Property(tries = 400)
    void aBrokenCutOrSilentMarketIsNeverShownAsLive(@ForAll List<Step> steps) {
        Desk desk = new Desk().started();
        boolean connected = true;
        boolean quoted = false;
        boolean bookRight = false;
        boolean bookWrong = false;
        long quotedAt = 0;
        long bookedAt = 0;
        long price = 10_000;
        for (Step step : steps) {
            price += 10;
            switch (step) {
                case QUOTE -> {
                    desk.exchange.quote(desk.btc, price, price + 5);
                    quoted = true;
                    quotedAt = desk.time.millis();
                }
                case BOOK, CHANGE -> {
                    if (step == Step.BOOK) {
                        desk.bookOf(price, price + 5);
                    } else {
                        desk.book.set(Side.BUY, 1, price);
                        desk.tell();
                    }
                    if (desk.book.isValid()) {
                        bookRight = true;
                        bookWrong = false;
                        bookedAt = desk.time.millis();
                    }
                }
                case GAP -> {
                    desk.gap();
                    bookRight = false;
                    bookWrong = true;
                }
                case CROSS -> {
                    desk.book.set(Side.BUY, 1_000_000_000, 1);
                    desk.book.set(Side.SELL, 5, 1);
                    desk.tell();
                    bookRight = false;
                    bookWrong = true;
                }
                case CUT -> {
                    desk.exchange.cut();
                    connected = false;
                    quoted = false;
                    bookRight = false;
                }
                case CONNECT -> {
                    desk.exchange.connect();
                    connected = true;
                    quoted = false;
                    bookRight = false;
                }
                case ROUND -> desk.round();
                case WAIT -> desk.seconds(3);
                case LONG_WAIT -> desk.seconds(11);
            }
            long now = desk.time.millis();
            boolean priceMayLive =
                    connected
                            && !bookWrong
                            && ((quoted && now - quotedAt <= 10_000)
                                    || (bookRight && now - bookedAt <= 10_000));
            boolean bookMayLive = connected && bookRight && now - bookedAt <= 10_000;
            desk.market
                    .price(desk.btc)
                    .filter(p -> p.state() == Freshness.LIVE)
                    .ifPresent(p -> assertThat(priceMayLive).as("price after %s", step).isTrue());
            desk.market
                    .quote(desk.btc)
                    .filter(q -> q.state() == Freshness.LIVE)
                    .ifPresent(q -> assertThat(bookMayLive).as("quote after %s", step).isTrue());
            desk.market
                    .book(desk.btc, 5)
                    .filter(b -> b.state() == Freshness.LIVE)
                    .ifPresent(b -> assertThat(bookMayLive).as("book after %s", step).isTrue());
        }
    }

    @Property(tries = 300)
    void aSnapshotAndTheChangesAfterItGiveTheBook(
            @ForAll List<Step> steps, @ForAll int snapshotAt) {
        Desk desk = new Desk().started();
        Map<BigDecimal, BigDecimal> bids = new TreeMap<>();
        Map<BigDecimal, BigDecimal> asks = new TreeMap<>();
        long from = Long.MAX_VALUE;
        int at = Math.floorMod(snapshotAt, steps.size() + 1);
        for (int n = 0; n < steps.size(); n++) {
            Step step = steps.get(n);
            desk.heard.books.clear();
            if (n == at) {
                var taken = desk.market.book(desk.btc, 1000);
                from = taken.map(BookView::seq).orElse(0L);
                taken.ifPresent(
                        view -> {
                            apply(bids, view.bids());
                            apply(asks, view.asks());
                        });
            }
            switch (step) {
                case QUOTE, BOOK -> desk.bookOf(10_000 + n * 7L, 10_005 + n * 7L);
                case CHANGE, ROUND -> {
                    desk.book.set(Side.SELL, 20_000 + n, n + 1);
                    desk.book.set(Side.BUY, 5_000 + n % 3, n % 2);
                    desk.tell();
                }
                case GAP, CROSS -> desk.gap();
                case CUT -> desk.exchange.cut();
                case CONNECT -> desk.exchange.connect();
                case WAIT, LONG_WAIT -> desk.time.advance(Duration.ofMillis(5));
            }
            desk.round();
            for (BookChange change : desk.heard.books) {
                if (from != Long.MAX_VALUE && change.seq() > from) {
                    assertThat(change.seq()).isEqualTo(from + 1);
                    from = change.seq();
                    apply(bids, change.bids());
                    apply(asks, change.asks());
                }
            }
        }

        desk.market
                .book(desk.btc, 1000)
                .filter(view -> at < steps.size())
                .ifPresent(
                        view -> {
                            assertThat(bids).isEqualTo(whole(view.bids()));
                            assertThat(asks).isEqualTo(whole(view.asks()));
                        });
    }

    private static void apply(Map<BigDecimal, BigDecimal> side, List<BookLevel> levels) {
        for (BookLevel level : levels) {
            if (level.quantity().signum() == 0) {
                side.remove(level.price());
            } else {
                side.put(level.price(), level.quantity());
            }
        }
    }

    private static Map<BigDecimal, BigDecimal> whole(List<BookLevel> levels) {
        Map<BigDecimal, BigDecimal> side = new TreeMap<>();
        apply(side, levels);
        return side;
    }
}
