package dev.k2.gateway;

import dev.k2.marketdata.BookView;
import dev.k2.marketdata.ConsolidatedBook;
import dev.k2.marketdata.ConsolidatedPrice;
import dev.k2.marketdata.MarkPriceView;
import dev.k2.marketdata.PriceView;
import dev.k2.model.BookLevel;
import dev.k2.model.Candle;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.Outcome;
import dev.k2.model.PriceRange;
import dev.k2.model.PublicTrade;
import dev.k2.model.QuantityRange;
import dev.k2.model.TradingRules;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Market data in the shapes of the contract. The stream uses the same ones. Pure. */
final class MarketJson {
    private MarketJson() {}

    static JsonObject instrument(Instrument instrument) {
        TradingRules rules = instrument.rules();
        return new JsonObject()
                .put("instrument", instrument.id().text())
                .put("exchange", instrument.exchange().text())
                .put("type", instrument.kind().type())
                .put("kind", Words.of(instrument.kind()))
                .put("base", instrument.base())
                .put("quote", instrument.quote())
                .put("contract_size", Words.of(instrument.contractSize()))
                .put("status", Words.of(instrument.status()))
                .put("tick_size", Words.of(rules.tick()))
                .put("price_ranges", ranges(rules.prices()))
                .put("limit_quantity", quantities(rules.limitQuantity()))
                .put("market_quantity", quantities(rules.marketQuantity()))
                .put("min_notional", Words.rule(rules.notionalMin()))
                .put("max_notional", Words.rule(rules.notionalMax()))
                .put("notional_on_market", rules.notionalOnMarket())
                .put("order_types", words(rules.orderTypes()))
                .put("times_in_force", words(rules.timesInForce()));
    }

    static JsonObject price(PriceView price) {
        JsonObject told =
                new JsonObject()
                        .put("instrument", price.instrument().text())
                        .put("exchange", price.exchange().text())
                        .put("price", Words.orNull(price.last()))
                        .put("bid", Words.orNull(price.bid()))
                        .put("ask", Words.orNull(price.ask()))
                        .put("change_24h", Words.orNull(price.changePercent24h()))
                        .put("high_24h", Words.orNull(price.high24h()))
                        .put("low_24h", Words.orNull(price.low24h()))
                        .put("volume_24h", Words.orNull(price.volume24h()))
                        .put(
                                "timestamp",
                                Times.text(price.exchangeTime().orElse(price.receivedAt())))
                        .put("age_ms", Math.max(0, price.age().toMillis()))
                        .put("state", price.state().text())
                        .put("seq", price.seq());
        return price.kind() == InstrumentKind.EVENT ? withNo(told, price) : told;
    }

    /** The prices of NO are those of YES seen from the other side. */
    private static JsonObject withNo(JsonObject told, PriceView price) {
        return told.put("probability", Words.orNull(price.probability()))
                .put(
                        "no",
                        new JsonObject()
                                .put("price", Words.orNull(price.last().map(Outcome.NO::mirror)))
                                .put("bid", Words.orNull(price.ask().map(Outcome.NO::mirror)))
                                .put("ask", Words.orNull(price.bid().map(Outcome.NO::mirror))));
    }

    static JsonObject book(BookView book) {
        return new JsonObject()
                .put("instrument", book.instrument().text())
                .put("exchange", book.exchange().text())
                .put("bids", levels(book.bids()))
                .put("asks", levels(book.asks()))
                .put("timestamp", Times.text(book.receivedAt()))
                .put("age_ms", Math.max(0, book.age().toMillis()))
                .put("state", book.state().text())
                .put("seq", book.seq());
    }

    static JsonObject consolidated(ConsolidatedPrice price) {
        return new JsonObject()
                .put("instrument", price.instrument().text())
                .put("price", Words.orNull(price.last().map(ConsolidatedPrice.Last::price)))
                .put("price_from", from(price.last().map(ConsolidatedPrice.Last::exchange)))
                .put(
                        "change_24h",
                        Words.orNull(
                                price.last().flatMap(ConsolidatedPrice.Last::changePercent24h)))
                .put("bid", Words.orNull(price.bid().map(ConsolidatedPrice.Best::price)))
                .put(
                        "bid_quantity",
                        Words.orNull(price.bid().map(ConsolidatedPrice.Best::quantity)))
                .put("bid_from", from(price.bid().map(ConsolidatedPrice.Best::exchange)))
                .put("ask", Words.orNull(price.ask().map(ConsolidatedPrice.Best::price)))
                .put(
                        "ask_quantity",
                        Words.orNull(price.ask().map(ConsolidatedPrice.Best::quantity)))
                .put("ask_from", from(price.ask().map(ConsolidatedPrice.Best::exchange)))
                .put("age_ms", Math.max(0, price.age().toMillis()))
                .put("state", price.state().text())
                .put("sources", sources(price.sources()));
    }

    static JsonObject consolidated(ConsolidatedBook book) {
        return new JsonObject()
                .put("instrument", book.instrument().text())
                .put("bids", consolidated(book.bids()))
                .put("asks", consolidated(book.asks()))
                .put("state", book.state().text())
                .put("sources", sources(book.sources()));
    }

    private static JsonArray consolidated(List<ConsolidatedBook.Level> levels) {
        JsonArray told = new JsonArray();
        for (ConsolidatedBook.Level level : levels) {
            told.add(
                    new JsonObject()
                            .put("price", Words.of(level.price()))
                            .put("quantity", Words.of(level.quantity()))
                            .put("exchange", level.exchange().text()));
        }
        return told;
    }

    private static JsonArray sources(List<ConsolidatedPrice.Source> sources) {
        JsonArray told = new JsonArray();
        for (ConsolidatedPrice.Source source : sources) {
            told.add(
                    new JsonObject()
                            .put("exchange", source.exchange().text())
                            .put("state", source.state().text())
                            .put("age_ms", Math.max(0, source.age().toMillis())));
        }
        return told;
    }

    private static @Nullable String from(Optional<ExchangeId> exchange) {
        return exchange.map(ExchangeId::text).orElse(null);
    }

    static JsonObject candle(Candle candle) {
        return new JsonObject()
                .put("open_time", Times.text(candle.openTime()))
                .put("open", Words.of(candle.open()))
                .put("high", Words.of(candle.high()))
                .put("low", Words.of(candle.low()))
                .put("close", Words.of(candle.close()))
                .put("volume", Words.of(candle.volume()))
                .put("closed", candle.closed());
    }

    static JsonObject trade(ExchangeId exchange, PublicTrade trade) {
        return new JsonObject()
                .put("instrument", trade.instrument().text())
                .put("exchange", exchange.text())
                .put("trade_id", trade.trade().text())
                .put("price", Words.of(trade.price()))
                .put("quantity", Words.of(trade.quantity()))
                .put("side", Words.of(trade.aggressor()))
                .put("timestamp", Times.text(trade.at()));
    }

    static JsonObject markPrice(MarkPriceView view) {
        MarkPrice mark = view.price();
        return new JsonObject()
                .put("instrument", mark.instrument().text())
                .put("exchange", view.exchange().text())
                .put("mark_price", Words.of(mark.mark()))
                .put("index_price", Words.orNull(mark.index()))
                .put("funding_rate", Words.orNull(mark.fundingRate()))
                .put("next_funding_at", mark.nextFunding().map(Times::text).orElse(null))
                .put("timestamp", Times.text(mark.at()))
                .put("age_ms", Math.max(0, view.age().toMillis()))
                .put("state", view.state().text())
                .put("seq", view.seq());
    }

    static JsonObject liquidation(ExchangeId exchange, Liquidation liquidation) {
        return new JsonObject()
                .put("instrument", liquidation.instrument().text())
                .put("exchange", exchange.text())
                .put("price", Words.of(liquidation.price()))
                .put("quantity", Words.of(liquidation.quantity()))
                .put("side", Words.of(liquidation.side()))
                .put("timestamp", Times.text(liquidation.at()));
    }

    static JsonArray levels(List<BookLevel> levels) {
        JsonArray pairs = new JsonArray();
        for (BookLevel level : levels) {
            pairs.add(new JsonArray().add(Words.of(level.price())).add(Words.of(level.quantity())));
        }
        return pairs;
    }

    private static JsonArray ranges(List<PriceRange> ranges) {
        JsonArray array = new JsonArray();
        for (PriceRange range : ranges) {
            array.add(
                    new JsonObject()
                            .put("min", Words.rule(range.min()))
                            .put("max", Words.rule(range.max()))
                            .put("tick", Words.of(range.tick())));
        }
        return array;
    }

    private static JsonObject quantities(QuantityRange range) {
        return new JsonObject()
                .put("min", Words.rule(range.min()))
                .put("max", Words.rule(range.max()))
                .put("step", Words.rule(range.step()));
    }

    private static JsonArray words(Collection<? extends Enum<?>> constants) {
        JsonArray array = new JsonArray();
        constants.stream().sorted().map(Words::of).forEach(array::add);
        return array;
    }
}
