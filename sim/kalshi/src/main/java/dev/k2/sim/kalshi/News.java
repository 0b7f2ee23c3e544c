package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Ending;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.EventHolding;
import dev.k2.sim.Fill;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Side;
import dev.k2.sim.Trade;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what happens into messages, and sends them when the journal has it. */
final class News implements EngineListener, Lifecycle.Watcher {
    private final KalshiFloor floor;
    private final Channels channels;
    private final Lifecycle lifecycle;
    private final OrderWrites writes;
    private final Map<String, BookFeed> books = new HashMap<>();
    private final Map<String, ObjectNode> tickers = new HashMap<>();
    private final Map<Place, Order> causes = new HashMap<>();
    private final List<Channels.News> outbox = new ArrayList<>();

    News(KalshiFloor floor, Channels channels, Lifecycle lifecycle, OrderWrites writes) {
        this.floor = floor;
        this.channels = channels;
        this.lifecycle = lifecycle;
        this.writes = writes;
        floor.markets().forEach(this::book);
    }

    private record Place(Market market, Side side, long price) {}

    BookFeed book(KalshiMarket market) {
        return books.computeIfAbsent(market.ticker(), ticker -> new BookFeed(market));
    }

    @Override
    public void on(EngineEvent event) {
        switch (event) {
            case EngineEvent.OrderAccepted e -> order(e.order(), "");
            case EngineEvent.OrderFilled e -> filled(e.order(), e.fill());
            case EngineEvent.OrderAmended e -> order(e.order(), writes.deed());
            case EngineEvent.OrderModified e -> order(e.order(), "Amend");
            case EngineEvent.OrderClosed e -> order(e.order(), reason(e.ending()));
            case EngineEvent.TradePrinted e -> trade(e.market(), e.trade());
            case EngineEvent.OrderPrevented e -> order(e.order(), "SelfTradeCancel");
            case EngineEvent.OrderTriggered _,
                    EngineEvent.Configured _,
                    EngineEvent.Paid _,
                    EngineEvent.AlgoAccepted _,
                    EngineEvent.AlgoChanged _,
                    EngineEvent.MarginCalled _,
                    EngineEvent.PairStarted _,
                    EngineEvent.PairEnded _,
                    EngineEvent.ChainStarted _,
                    EngineEvent.OrderReleased _,
                    EngineEvent.ChainEnded _,
                    EngineEvent.AccountOpened _,
                    EngineEvent.Deposited _,
                    EngineEvent.IdsReserved _ -> {}
        }
    }

    private String reason(Ending ending) {
        return switch (ending) {
            case CANCELED_BY_OWNER -> writes.deed();
            case CANCELED_BY_EXCHANGE -> lifecycle.reason();
            case GOOD_TILL_DATE -> "ExpiryCancel";
            case SELF_TRADE -> "SelfTradeCancel";
            case WOULD_TRADE -> "PostOnlyCrossCancel";
            case NOTHING_TO_REDUCE -> "ReduceOnlyCancel";
            case IOC_REMAINDER, FOK_UNFILLED, NO_LIQUIDITY, OTHER_LEG -> "";
        };
    }

    private void order(Order order, String reason) {
        causes.put(new Place(order.market(), order.side(), order.request().price()), order);
        ObjectNode msg = OrderWords.told(order, reason);
        outbox.add(user(Channel.USER_ORDERS, "user_order", order, msg));
    }

    private void filled(Order order, Fill fill) {
        EventHolding holding = order.account().events().of(order.market());
        ObjectNode msg = OrderWords.toldFill(order, fill, holding.quantity());
        outbox.add(user(Channel.FILL, "fill", order, msg));
        order(order, "Trade");
        ObjectNode position = position(order.account(), holding);
        outbox.add(user(Channel.MARKET_POSITIONS, "market_position", order, position));
    }

    private static Channels.News user(Channel channel, String type, Order order, ObjectNode msg) {
        return new Channels.News(
                channel, "user", type, order.market(), order.account(), listener -> msg);
    }

    private static ObjectNode position(Account account, EventHolding holding) {
        return WireJson.object()
                .put("user_id", OrderWords.userId(account))
                .put("market_ticker", holding.market().listing().symbol())
                .put("position_fp", Dollars.count(holding.quantity()))
                .put("position_cost_dollars", Dollars.money(holding.cost()))
                .put("realized_pnl_dollars", Dollars.money(holding.realised()))
                .put("fees_paid_dollars", Dollars.money(holding.fees()))
                .put("position_fee_cost_dollars", Dollars.money(holding.fees()))
                .put("volume_fp", Dollars.count(holding.volume()));
    }

    private void trade(Market market, Trade trade) {
        KalshiMarket of = floor.of(market);
        MarketWords.Top top = MarketWords.Top.of(of);
        // The house trades with itself: that some of it opens positions is an invention.
        long opened = trade.id() % 3 == 0 ? trade.quantity() : 0;
        of.tape().traded(trade, top.bid(), top.ask(), opened);
        boolean bought = !trade.buyerIsMaker();
        ObjectNode msg =
                WireJson.object()
                        .put("trade_id", Ids.trade(of.ticker(), trade.id()))
                        .put("market_ticker", of.ticker())
                        .put("yes_price_dollars", Dollars.price(trade.price()))
                        .put("no_price_dollars", Dollars.price(Dollars.ONE - trade.price()))
                        .put("count_fp", Dollars.count(trade.quantity()))
                        .put("taker_side", bought ? "yes" : "no")
                        .put("taker_outcome_side", bought ? "yes" : "no")
                        .put("taker_book_side", bought ? "bid" : "ask")
                        .put("is_block_trade", false)
                        .put("ts", trade.micros() / 1_000_000)
                        .put("ts_ms", trade.micros() / 1000);
        outbox.add(
                new Channels.News(Channel.TRADE, "trade", "trade", market, null, listener -> msg));
    }

    @Override
    public void commandDone(List<Market> touched) {
        long micros = floor.micros();
        for (Market market : touched) {
            KalshiMarket of = floor.board().market(market.listing().symbol());
            if (of != null) {
                deltas(of, micros);
                ticker(of, micros);
            }
        }
        causes.clear();
        List<Channels.News> told = List.copyOf(outbox);
        outbox.clear();
        told.forEach(channels::publish);
    }

    private void deltas(KalshiMarket of, long micros) {
        BookFeed feed = book(of);
        for (BookFeed.Change change : feed.drain()) {
            Order cause = causes.get(new Place(of.market(), change.side(), change.price()));
            channels.publish(
                    new Channels.News(
                            Channel.ORDERBOOK_DELTA,
                            "depth",
                            "orderbook_delta",
                            of.market(),
                            null,
                            listener -> delta(feed, change, cause, listener, micros)));
        }
    }

    /** Whose own order changed the book is told which it was. */
    private static ObjectNode delta(
            BookFeed feed,
            BookFeed.Change change,
            @Nullable Order cause,
            Channels.Listener listener,
            long micros) {
        ObjectNode msg = feed.delta(change, listener.subscription().yesPrices(), micros);
        return cause != null && cause.account() == listener.socket().account()
                ? msg.put("client_order_id", Names.shown(cause))
                : msg;
    }

    private void ticker(KalshiMarket of, long micros) {
        MarketWords.Top top = MarketWords.Top.of(of);
        of.tape().quoted(micros / 1000, top.bid(), top.ask());
        ObjectNode now = ticker(of);
        if (!now.equals(tickers.put(of.ticker(), now))) {
            ObjectNode msg = timed(now, micros);
            channels.publish(
                    new Channels.News(
                            Channel.TICKER,
                            "ticker",
                            "ticker",
                            of.market(),
                            null,
                            listener -> msg));
        }
    }

    /** A market's numbers as they are now. */
    ObjectNode tickerNow(KalshiMarket of) {
        return timed(ticker(of), floor.micros());
    }

    private static ObjectNode timed(ObjectNode told, long micros) {
        return told.deepCopy()
                .put("ts", micros / 1_000_000)
                .put("ts_ms", micros / 1000)
                .put("time", Dollars.time(micros));
    }

    private static ObjectNode ticker(KalshiMarket of) {
        MarketWords.Top top = MarketWords.Top.of(of);
        MarketTape tape = of.tape();
        return WireJson.object()
                .put("market_id", Ids.named("market", of.ticker()))
                .put("market_ticker", of.ticker())
                .put("price_dollars", Dollars.price(tape.lastPrice()))
                .put("yes_bid_dollars", Dollars.price(top.bid()))
                .put("yes_ask_dollars", Dollars.price(top.ask()))
                .put("volume_fp", Dollars.count(tape.volume()))
                .put("open_interest_fp", Dollars.count(tape.openInterest()))
                .put("dollar_volume", tape.volume() / 100)
                .put("dollar_open_interest", tape.openInterest() / 100)
                .put("yes_bid_size_fp", Dollars.count(top.bidCount()))
                .put("yes_ask_size_fp", Dollars.count(top.askCount()))
                .put("last_trade_size_fp", Dollars.count(tape.lastCount()));
    }

    @Override
    public void listed(KalshiEvent event) {
        EventSpec spec = event.spec();
        ObjectNode told =
                WireJson.object()
                        .put("event_ticker", spec.ticker())
                        .put("title", spec.title())
                        .put("subtitle", spec.subTitle())
                        .put("collateral_return_type", spec.exclusive() ? "MECNET" : "")
                        .put("series_ticker", spec.series().ticker())
                        .put("strike_date", spec.closeMillis() / 1000);
        lifecycle("event_lifecycle", told);
        for (KalshiMarket market : event.markets()) {
            BookFeed _ = book(market);
            ObjectNode msg =
                    WireJson.object()
                            .put("market_ticker", market.ticker())
                            .put("exchange_index", 0)
                            .put("open_ts", market.openMillis() / 1000)
                            .put("close_ts", market.closeMillis() / 1000);
            ObjectNode more =
                    msg.putObject("additional_metadata")
                            .put("event_ticker", spec.ticker())
                            .put("title", market.spec().title())
                            .put("yes_sub_title", market.spec().yesSubTitle())
                            .put("no_sub_title", market.spec().noSubTitle())
                            .put("rules_primary", market.spec().rules())
                            .put("expected_expiration_ts", market.closeMillis() / 1000)
                            .put("strike_type", market.spec().strikeType())
                            .put("can_close_early", true);
            if (market.spec().floorStrike() != null) {
                more.put("floor_strike", market.spec().floorStrike());
            }
            if (market.spec().capStrike() != null) {
                more.put("cap_strike", market.spec().capStrike());
            }
            msg.put("event_type", "created").put("price_level_structure", market.grid().label());
            lifecycle("market_lifecycle_v2", msg);
        }
    }

    @Override
    public void done(KalshiMarket market, String deed) {
        ObjectNode msg = WireJson.object().put("market_ticker", market.ticker());
        long seconds = market.updatedMicros() / 1_000_000;
        switch (deed) {
            case Deeds.OPEN, Deeds.UNPAUSE -> msg.put("event_type", "activated");
            case Deeds.PAUSE -> msg.put("event_type", "deactivated");
            case Deeds.CLOSE, Deeds.REOPEN_UNTIL -> {
                if (market.closeMillis() == market.event().spec().closeMillis()) {
                    return;
                }
                msg.put("event_type", "close_date_updated")
                        .put("close_ts", market.closeMillis() / 1000);
            }
            case Deeds.DETERMINE, Deeds.AMEND ->
                    msg.put("event_type", "determined")
                            .put("result", market.result())
                            .put("determination_ts", seconds)
                            .put("settlement_value", Dollars.price(market.value()));
            case Deeds.SETTLE -> {
                msg.put("event_type", "settled").put("settled_ts", seconds);
                paid(market);
            }
            case Deeds.REGRID -> {
                msg.put("event_type", "price_level_structure_updated")
                        .put("price_level_structure", market.grid().label());
                msg.set("price_ranges", market.grid().json());
            }
            default -> {
                return;
            }
        }
        lifecycle("market_lifecycle_v2", msg);
    }

    private void paid(KalshiMarket market) {
        for (Account account : floor.engine().accounts()) {
            EventHolding holding = account.events().of(market.market());
            if (!holding.payouts().isEmpty()) {
                ObjectNode position = position(account, holding);
                outbox.add(
                        new Channels.News(
                                Channel.MARKET_POSITIONS,
                                "user",
                                "market_position",
                                market.market(),
                                account,
                                listener -> position));
            }
        }
    }

    private void lifecycle(String type, ObjectNode msg) {
        outbox.add(
                new Channels.News(
                        Channel.MARKET_LIFECYCLE_V2, "lifecycle", type, null, null, l -> msg));
    }

    /** Sends what no command of the engine let out. */
    void flush() {
        commandDone(List.of());
    }
}
