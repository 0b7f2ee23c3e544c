package dev.k2.marketdata;

import dev.k2.model.Book;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest price of one instrument. The feed's thread writes numbers into it; whoever reads makes
 * the view.
 *
 * <p>Its age is that of the bid and ask: trades that go on while quotes are silent keep nothing
 * live. Exchanges that tell neither quotes nor books are judged by trades and tickers.
 */
final class PriceState {
    /** Books come late by design; one that differs from a quote younger than this is behind it. */
    private static final long QUOTE_LEAD_MILLIS = 500;

    private final ExchangeId exchange;
    private final InstrumentId id;
    private final InstrumentKind kind;
    private final long staleAfterMillis;
    private final boolean quoted;
    private final boolean booked;

    private @Nullable Instrument quotedAs;
    private long bid;
    private long bidQuantity;
    private long ask;
    private long askQuantity;
    private @Nullable Instrument tradedAs;
    private long last;
    private boolean lastIsNew;
    private @Nullable Ticker ticker;
    private long exchangeMillis;
    private long receivedMillis;

    /** Whether bid and ask arrived since the connection last came or went. */
    private boolean confirmed;

    private boolean connected;
    private boolean bookWrong;
    private boolean bookRight;
    private long bookMillis;
    private long seq;
    private long toldSeq;
    private Freshness told = Freshness.STALE;

    PriceState(
            ExchangeId exchange,
            InstrumentId id,
            InstrumentKind kind,
            Duration staleAfter,
            boolean quoted,
            boolean booked) {
        this.exchange = exchange;
        this.id = id;
        this.kind = kind;
        this.staleAfterMillis = staleAfter.toMillis();
        this.quoted = quoted;
        this.booked = booked;
    }

    synchronized void quote(
            Instrument instrument,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {
        boolean twoSided = bidQuantity > 0 && askQuantity > 0;
        boolean absurd =
                (bidQuantity > 0 && bid <= 0)
                        || (askQuantity > 0 && ask <= 0)
                        || (twoSided && bid >= ask);
        if (absurd) {
            confirmed = false;
            seq++;
            return;
        }
        quotedAs = instrument;
        this.bid = bid;
        this.bidQuantity = bidQuantity;
        this.ask = ask;
        this.askQuantity = askQuantity;
        arrived(exchangeMillis, receivedMillis);
    }

    /** Takes the top of a valid book: it confirms the quote, or replaces one that has fallen back. */
    synchronized void book(Book book) {
        bookWrong = false;
        bookRight = true;
        bookMillis = book.changedAtMillis();
        long bookBid = book.bids().isEmpty() ? 0 : book.bids().price(0);
        long bookBidQuantity = book.bids().isEmpty() ? 0 : book.bids().quantity(0);
        long bookAsk = book.asks().isEmpty() ? 0 : book.asks().price(0);
        long bookAskQuantity = book.asks().isEmpty() ? 0 : book.asks().quantity(0);
        boolean same = bookBid == bid && bookAsk == ask && quotedAs != null;
        boolean quoteLeads =
                quoted && confirmed && book.changedAtMillis() - receivedMillis <= QUOTE_LEAD_MILLIS;
        if (same) {
            arrived(0, book.changedAtMillis());
        } else if (!quoteLeads) {
            quote(
                    book.instrument(),
                    bookBid,
                    bookBidQuantity,
                    bookAsk,
                    bookAskQuantity,
                    0,
                    book.changedAtMillis());
        }
    }

    synchronized void bookInvalid() {
        bookRight = false;
        if (!bookWrong) {
            bookWrong = true;
            seq++;
        }
    }

    synchronized void trade(
            Instrument instrument, long price, long exchangeMillis, long receivedMillis) {
        if (price <= 0) {
            return;
        }
        tradedAs = instrument;
        last = price;
        lastIsNew = true;
        aside(exchangeMillis, receivedMillis);
    }

    synchronized void ticker(Ticker ticker, long receivedMillis) {
        this.ticker = ticker;
        aside(ticker.at().toEpochMilli(), receivedMillis);
    }

    /** The connection came or went: nothing from before counts as live any more. */
    synchronized void connection(boolean live) {
        connected = live;
        confirmed = false;
        bookRight = false;
        lastIsNew = false;
        seq++;
    }

    /** The view, or null while nothing has arrived. */
    synchronized @Nullable PriceView view(long nowMillis) {
        if (receivedMillis == 0) {
            return null;
        }
        return new PriceView(
                exchange,
                id,
                kind,
                lastPrice(),
                side(bid, bidQuantity),
                side(ask, askQuantity),
                Optional.ofNullable(ticker).map(Ticker::changePercent),
                Optional.ofNullable(ticker).map(Ticker::high),
                Optional.ofNullable(ticker).map(Ticker::low),
                Optional.ofNullable(ticker).map(Ticker::volume),
                exchangeMillis == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(exchangeMillis)),
                Instant.ofEpochMilli(receivedMillis),
                age(nowMillis),
                state(nowMillis),
                seq);
    }

    /** The quote, or null while none has arrived. */
    synchronized @Nullable Quote quote(long nowMillis) {
        Instrument as = quotedAs;
        if (as == null) {
            return null;
        }
        boolean bookLive = bookRight && nowMillis - bookMillis <= staleAfterMillis;
        boolean judged = state(nowMillis) == Freshness.LIVE && (!booked || bookLive);
        return new Quote(
                exchange,
                id,
                side(bid, bidQuantity),
                as.quantity(bidQuantity),
                side(ask, askQuantity),
                as.quantity(askQuantity),
                lastPrice(),
                age(nowMillis),
                judged ? Freshness.LIVE : Freshness.STALE);
    }

    /** The view where it or its state differs from what was taken before, else null. */
    synchronized @Nullable PriceView take(long nowMillis) {
        Freshness now = state(nowMillis);
        if (receivedMillis == 0 || (seq == toldSeq && now == told)) {
            return null;
        }
        if (seq == toldSeq) {
            seq++;
        }
        toldSeq = seq;
        told = now;
        return view(nowMillis);
    }

    synchronized Freshness state(long nowMillis) {
        boolean young = nowMillis - receivedMillis <= staleAfterMillis;
        return connected && confirmed && !bookWrong && young ? Freshness.LIVE : Freshness.STALE;
    }

    private void arrived(long exchangeMillis, long receivedMillis) {
        if (exchangeMillis != 0) {
            this.exchangeMillis = exchangeMillis;
        }
        this.receivedMillis = receivedMillis;
        confirmed = true;
        seq++;
    }

    private void aside(long exchangeMillis, long receivedMillis) {
        boolean judges = !quoted && !booked;
        if (judges) {
            arrived(exchangeMillis, receivedMillis);
            return;
        }
        if (exchangeMillis != 0) {
            this.exchangeMillis = exchangeMillis;
        }
        if (quotedAs == null) {
            this.receivedMillis = receivedMillis;
        }
        seq++;
    }

    private Optional<BigDecimal> side(long price, long quantity) {
        Instrument as = quotedAs;
        return as == null || quantity == 0 ? Optional.empty() : Optional.of(as.price(price));
    }

    /** A trade seen on this connection, else the ticker's, else the trade from before a cut. */
    private Optional<BigDecimal> lastPrice() {
        Instrument as = tradedAs;
        Ticker told = ticker;
        if (as != null && (lastIsNew || told == null)) {
            return Optional.of(as.price(last));
        }
        return Optional.ofNullable(told).map(Ticker::last);
    }

    private Duration age(long nowMillis) {
        return Duration.ofMillis(Math.max(0, nowMillis - receivedMillis));
    }
}
