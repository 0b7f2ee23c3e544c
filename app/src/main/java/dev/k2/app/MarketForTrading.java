package dev.k2.app;

import dev.k2.exchange.Capabilities;
import dev.k2.marketdata.BookView;
import dev.k2.marketdata.Freshness;
import dev.k2.marketdata.MarketData;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.trading.Market;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Market data in the words in which trading asks for it. Nothing stale passes as live. */
final class MarketForTrading implements Market {
    private static final int DEPTH = 1000;

    /** How long an order waits for the prices of what nobody watched. */
    private static final Duration FIRST_PRICE = Duration.ofSeconds(2);

    private final MarketData market;
    private final InstantSource clock;

    MarketForTrading(MarketData market, InstantSource clock) {
        this.market = market;
        this.clock = clock;
    }

    @Override
    public Optional<Instrument> instrument(ExchangeId exchange, InstrumentId instrument) {
        return market.instruments().find(exchange, instrument);
    }

    @Override
    public boolean isLoaded(ExchangeId exchange) {
        return !market.instruments().of(exchange).isEmpty();
    }

    @Override
    public boolean offers(ExchangeId exchange, Capabilities.Feature feature) {
        return market.capabilities(exchange).filter(offered -> offered.has(feature)).isPresent();
    }

    @Override
    public void expect(ExchangeId exchange, InstrumentId id) {
        instrument(exchange, id).ifPresent(found -> market.expect(found, FIRST_PRICE));
    }

    @Override
    public Optional<Quote> quote(ExchangeId exchange, InstrumentId id) {
        return instrument(exchange, id)
                .flatMap(
                        instrument ->
                                market.quote(instrument)
                                        .flatMap(quote -> inTradingsWords(instrument, quote)));
    }

    @Override
    public Optional<BookSnapshot> book(ExchangeId exchange, InstrumentId id) {
        return instrument(exchange, id)
                .flatMap(instrument -> market.book(instrument, DEPTH))
                .filter(book -> book.state() == Freshness.LIVE)
                .map(MarketForTrading::snapshot);
    }

    @Override
    public boolean watch(ExchangeId exchange, InstrumentId id) {
        return instrument(exchange, id).filter(market::watch).isPresent();
    }

    @Override
    public void unwatch(ExchangeId exchange, InstrumentId id) {
        instrument(exchange, id).ifPresent(market::unwatch);
    }

    /** Nobody pays less than 0 or asks more than 1 for an event contract, so a side is never missing. */
    private Optional<Quote> inTradingsWords(Instrument instrument, dev.k2.marketdata.Quote quote) {
        if (instrument.kind() == InstrumentKind.EVENT) {
            return Optional.of(
                    quoted(
                            quote,
                            quote.bid().orElse(BigDecimal.ZERO),
                            quote.ask().orElse(BigDecimal.ONE)));
        }
        if (quote.bid().isEmpty() || quote.ask().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(quoted(quote, quote.bid().get(), quote.ask().get()));
    }

    private Quote quoted(dev.k2.marketdata.Quote quote, BigDecimal bid, BigDecimal ask) {
        return new Quote(
                bid, ask, clock.instant().minus(quote.age()), quote.state() == Freshness.LIVE);
    }

    private static BookSnapshot snapshot(BookView book) {
        return new BookSnapshot(book.instrument(), book.bids(), book.asks(), book.seq());
    }
}
