package dev.k2.marketdata;

import dev.k2.exchange.Channel;
import dev.k2.model.Book;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What is known of one instrument now. The feed's thread writes, any thread reads. */
final class Market {
    private final ExchangeId exchange;
    private final InstrumentId id;
    private final PriceState price;
    private final BookState book;
    private final TradeTape tape;
    private final MarkState mark;
    private final LiquidationTape liquidations = new LiquidationTape();
    private final LiveBars seconds;
    private final LiveBars minutes;
    private final Map<Channel, AtomicLong> heardMillis = new HashMap<>();
    private volatile Instrument instrument;

    Market(Instrument instrument, Set<Channel> channels, MarketDataConfig config) {
        this.instrument = instrument;
        for (Channel channel : Channel.Plain.values()) {
            heardMillis.put(channel, new AtomicLong());
        }
        exchange = instrument.exchange();
        id = instrument.id();
        Duration staleAfter =
                instrument.kind() == InstrumentKind.EVENT
                        ? config.events().staleAfter()
                        : config.staleAfter();
        price =
                new PriceState(
                        exchange,
                        id,
                        instrument.kind(),
                        staleAfter,
                        channels.contains(Channel.QUOTES),
                        channels.contains(Channel.BOOK));
        book = new BookState(exchange, id, staleAfter, config.bookDepthMax());
        mark = new MarkState(exchange, staleAfter);
        tape = new TradeTape(id, config.tradesKept());
        seconds = new LiveBars(id, CandleInterval.S1);
        minutes = new LiveBars(id, CandleInterval.M1);
    }

    /** Whether both its price and its book are known to be right. */
    boolean isLive(long nowMillis) {
        Quote quote = price.quote(nowMillis);
        BookView top = book.view(1, nowMillis);
        return quote != null
                && quote.state() == Freshness.LIVE
                && top != null
                && top.state() == Freshness.LIVE;
    }

    ExchangeId exchange() {
        return exchange;
    }

    /** The instrument with the rules and status that were told last. */
    Instrument instrument() {
        return instrument;
    }

    void instrument(Instrument now) {
        instrument = now;
    }

    PriceState price() {
        return price;
    }

    BookState book() {
        return book;
    }

    TradeTape tape() {
        return tape;
    }

    MarkState mark() {
        return mark;
    }

    LiquidationTape liquidations() {
        return liquidations;
    }

    LiveBars seconds() {
        return seconds;
    }

    LiveBars minutes() {
        return minutes;
    }

    void onQuote(
            Instrument as,
            long bid,
            long bidQuantity,
            long ask,
            long askQuantity,
            long exchangeMillis,
            long receivedMillis) {
        heard(Channel.QUOTES, receivedMillis);
        price.quote(as, bid, bidQuantity, ask, askQuantity, exchangeMillis, receivedMillis);
    }

    void onTrade(
            Instrument as,
            long tradeId,
            long tradePrice,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        heard(Channel.TRADES, receivedMillis);
        long atMillis = exchangeMillis == 0 ? receivedMillis : exchangeMillis;
        if (tradePrice <= 0 || quantity <= 0) {
            return;
        }
        if (!tape.add(as, tradeId, tradePrice, quantity, aggressor, atMillis)) {
            return;
        }
        price.trade(as, tradePrice, exchangeMillis, receivedMillis);
        seconds.add(as, tradePrice, quantity, atMillis, receivedMillis);
        minutes.add(as, tradePrice, quantity, atMillis, receivedMillis);
    }

    void onBook(Book told) {
        heard(Channel.BOOK, told.changedAtMillis());
        if (book.heard(told)) {
            price.book(told);
        } else {
            price.bookInvalid();
        }
    }

    void onTicker(Ticker ticker, long receivedMillis) {
        heard(Channel.TICKER, receivedMillis);
        price.ticker(ticker, receivedMillis);
    }

    void onMarkPrice(MarkPrice told, long receivedMillis) {
        heard(Channel.MARK_PRICE, receivedMillis);
        mark.heard(told, receivedMillis);
    }

    void onLiquidation(Liquidation told, long receivedMillis) {
        heard(Channel.LIQUIDATIONS, receivedMillis);
        liquidations.add(told);
    }

    /** The connection came or went. */
    void connection(boolean live) {
        price.connection(live);
        book.connection(live);
        mark.connection(live);
        seconds.cut();
        minutes.cut();
    }

    /** When a channel was last heard, in milliseconds; 0 for never. */
    long heardMillis(Channel channel) {
        return heard(channel).get();
    }

    /** When anything was last heard. */
    long heardMillis() {
        return heardMillis.values().stream().mapToLong(AtomicLong::get).max().orElse(0);
    }

    private void heard(Channel channel, long receivedMillis) {
        heard(channel).set(receivedMillis);
    }

    private AtomicLong heard(Channel channel) {
        return Objects.requireNonNull(heardMillis.get(channel));
    }
}
