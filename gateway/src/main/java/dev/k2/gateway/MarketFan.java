package dev.k2.gateway;

import dev.k2.marketdata.BookChange;
import dev.k2.marketdata.BookView;
import dev.k2.marketdata.MarkPriceView;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.MarketListener;
import dev.k2.marketdata.PriceView;
import dev.k2.model.Candle;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.Liquidation;
import dev.k2.model.PublicTrade;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Encodes what market data tells, once per message and only what somebody reads. */
final class MarketFan implements MarketListener {
    /** Levels of each side that whole books come with. */
    static final Set<Integer> DEPTHS = Set.of(5, 10, 20);

    private static final int ALL_LEVELS = 1_000;
    private static final int CANDLES_MAX = 10_000;

    private final MarketData market;
    private final Demand demand;
    private final Shards shards;
    private final Map<Topic, Message> candles = new ConcurrentHashMap<>();

    MarketFan(MarketData market, Demand demand, Shards shards) {
        this.market = market;
        this.demand = demand;
        this.shards = shards;
    }

    /**
     * A message, ready to be sent.
     *
     * @param seq of a book; 0 for everything else
     */
    record Message(Frame frame, long seq) {}

    @Override
    public void onPrice(PriceView price) {
        Topic topic = new Topic(Topic.Channel.PRICES, price.exchange(), price.instrument(), "");
        if (demand.has(topic)) {
            shards.tell(topic, price(price));
        }
    }

    @Override
    public void onBook(BookChange change) {
        Topic deltas = new Topic(Topic.Channel.BOOK, change.exchange(), change.instrument(), "");
        if (demand.has(deltas)) {
            shards.tell(deltas, delta(change));
        }
        for (int depth : DEPTHS) {
            Topic whole =
                    new Topic(
                            Topic.Channel.BOOK,
                            change.exchange(),
                            change.instrument(),
                            Integer.toString(depth));
            demand.instrument(whole)
                    .flatMap(instrument -> whole(instrument, depth))
                    .ifPresent(message -> shards.tell(whole, message));
        }
    }

    @Override
    public void onTrade(ExchangeId exchange, PublicTrade trade) {
        Topic topic = new Topic(Topic.Channel.TRADES, exchange, trade.instrument(), "");
        if (demand.has(topic)) {
            JsonObject body = MarketJson.trade(exchange, trade);
            shards.tell(topic, message("trade", body));
        }
    }

    @Override
    public void onMarkPrice(MarkPriceView mark) {
        Topic topic =
                new Topic(Topic.Channel.MARK_PRICE, mark.exchange(), mark.price().instrument(), "");
        if (demand.has(topic)) {
            shards.tell(topic, markPrice(mark));
        }
    }

    @Override
    public void onLiquidation(ExchangeId exchange, Liquidation liquidation) {
        Topic topic = new Topic(Topic.Channel.LIQUIDATIONS, exchange, liquidation.instrument(), "");
        if (demand.has(topic)) {
            shards.tell(
                    topic, message("liquidation", MarketJson.liquidation(exchange, liquidation)));
        }
    }

    @Override
    public void onCandle(ExchangeId exchange, Candle candle) {
        Topic topic =
                new Topic(
                        Topic.Channel.CANDLES,
                        exchange,
                        candle.instrument(),
                        candle.interval().text());
        if (demand.has(topic)) {
            JsonObject body =
                    new JsonObject()
                            .put("instrument", candle.instrument().text())
                            .put("exchange", exchange.text())
                            .put("interval", candle.interval().text())
                            .mergeIn(MarketJson.candle(candle));
            Message message = message("candle", body);
            if (candles.size() >= CANDLES_MAX) {
                candles.clear();
            }
            candles.put(topic, message);
            shards.tell(topic, message);
        }
    }

    /** What a reader who knows nothing, or missed something, is to be told now. */
    Optional<Message> current(Topic topic) {
        Optional<Instrument> instrument = demand.instrument(topic);
        return switch (topic.channel()) {
            case PRICES -> instrument.flatMap(market::price).map(MarketFan::price);
            case BOOK ->
                    topic.isChain()
                            ? instrument
                                    .flatMap(i -> market.book(i, ALL_LEVELS))
                                    .map(MarketFan::snapshot)
                            : instrument.flatMap(i -> whole(i, Integer.parseInt(topic.variant())));
            case CANDLES -> Optional.ofNullable(candles.get(topic));
            case MARK_PRICE -> instrument.flatMap(market::markPrice).map(MarketFan::markPrice);
            case TRADES, LIQUIDATIONS -> Optional.empty();
        };
    }

    private Optional<Message> whole(Instrument instrument, int depth) {
        return market.book(instrument, depth)
                .map(
                        view ->
                                message(
                                        "book",
                                        MarketJson.book(view)
                                                .put("kind", "snapshot")
                                                .put("depth", depth)));
    }

    private static Message snapshot(BookView view) {
        JsonObject body = MarketJson.book(view).put("kind", "snapshot");
        return new Message(message("book", body).frame(), view.seq());
    }

    private static Message delta(BookChange change) {
        JsonObject body =
                new JsonObject()
                        .put("kind", "delta")
                        .put("instrument", change.instrument().text())
                        .put("exchange", change.exchange().text())
                        .put("bids", MarketJson.levels(change.bids()))
                        .put("asks", MarketJson.levels(change.asks()))
                        .put("timestamp", Times.text(change.receivedAt()))
                        .put("state", change.state().text())
                        .put("prev_seq", change.seq() - 1)
                        .put("seq", change.seq());
        return new Message(message("book", body).frame(), change.seq());
    }

    private static Message price(PriceView price) {
        return message("price", MarketJson.price(price));
    }

    private static Message markPrice(MarkPriceView mark) {
        return message("mark_price", MarketJson.markPrice(mark));
    }

    private static Message message(String type, JsonObject body) {
        return new Message(Frame.text(new JsonObject().put("type", type).mergeIn(body)), 0);
    }
}
