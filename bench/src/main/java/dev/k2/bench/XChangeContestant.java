package dev.k2.bench;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k2.model.Decimals;
import info.bitrich.xchangestream.binance.BinanceStreamingAdapters;
import info.bitrich.xchangestream.binance.dto.BinanceWebsocketTransaction;
import info.bitrich.xchangestream.binance.dto.market.BookTickerBinanceWebSocketTransaction;
import info.bitrich.xchangestream.binance.dto.market.DepthBinanceWebSocketTransaction;
import info.bitrich.xchangestream.binance.dto.market.TradeBinanceWebsocketTransaction;
import info.bitrich.xchangestream.service.netty.StreamingObjectMapperHelper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.knowm.xchange.binance.BinanceAdapters;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order;
import org.knowm.xchange.dto.marketdata.OrderBookUpdate;
import org.knowm.xchange.dto.marketdata.Ticker;
import org.knowm.xchange.dto.marketdata.Trade;

/**
 * XChange 5.2.4 as its own streaming service does it: text, tree, its DTO from the tree, its
 * adapter; without the socket, the channel map and the observables around it.
 */
final class XChangeContestant implements Contestant {
    private static final CurrencyPair PAIR = CurrencyPair.BTC_USDT;

    private final Kind kind;
    private final ObjectMapper mapper = StreamingObjectMapperHelper.getObjectMapper();
    private final JavaType quoteType = type(BookTickerBinanceWebSocketTransaction.class);
    private final JavaType tradeType = type(TradeBinanceWebsocketTransaction.class);
    private final JavaType depthType = type(DepthBinanceWebSocketTransaction.class);
    private @Nullable Object update;

    XChangeContestant(Kind kind) {
        this.kind = kind;
        // Its exchange learns the symbols from exchangeInfo.
        BinanceAdapters.putSymbolMapping("BTCUSDT", PAIR);
    }

    @Override
    public String name() {
        return "XChange 5.2.4";
    }

    @Override
    public void read(byte[] message) {
        try {
            JsonNode tree = mapper.readTree(new String(message, StandardCharsets.UTF_8));
            update =
                    switch (kind) {
                        case QUOTE -> quote(tree);
                        case TRADE -> trade(tree);
                        case DEPTH_10, DEPTH_100 -> depth(tree);
                    };
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Ticker quote(JsonNode tree) throws IOException {
        BinanceWebsocketTransaction<BookTickerBinanceWebSocketTransaction> message =
                mapper.readValue(mapper.treeAsTokens(tree), quoteType);
        return message.getData().getTicker().toTicker(false);
    }

    private Trade trade(JsonNode tree) throws IOException {
        BinanceWebsocketTransaction<TradeBinanceWebsocketTransaction> message =
                mapper.readValue(mapper.treeAsTokens(tree), tradeType);
        return BinanceStreamingAdapters.adaptRawTrade(message.getData().getRawTrade(), PAIR);
    }

    private List<OrderBookUpdate> depth(JsonNode tree) throws IOException {
        BinanceWebsocketTransaction<DepthBinanceWebSocketTransaction> message =
                mapper.readValue(mapper.treeAsTokens(tree), depthType);
        DepthBinanceWebSocketTransaction data = message.getData();
        List<OrderBookUpdate> updates = new ArrayList<>();
        Date at = data.getEventTime();
        data.getOrderBook()
                .bids
                .forEach(
                        (price, quantity) ->
                                updates.add(level(Order.OrderType.BID, price, quantity, at)));
        data.getOrderBook()
                .asks
                .forEach(
                        (price, quantity) ->
                                updates.add(level(Order.OrderType.ASK, price, quantity, at)));
        return updates;
    }

    private static OrderBookUpdate level(
            Order.OrderType side, BigDecimal price, BigDecimal quantity, Date at) {
        return new OrderBookUpdate(side, quantity, PAIR, price, at, quantity);
    }

    @Override
    public Update last() {
        return switch (update) {
            case Ticker ticker ->
                    new Update.Quote(
                            Decimals.plain(ticker.getBid()),
                            Decimals.plain(ticker.getBidSize()),
                            Decimals.plain(ticker.getAsk()),
                            Decimals.plain(ticker.getAskSize()));
            case Trade trade ->
                    new Update.Trade(
                            trade.getId(),
                            Decimals.plain(trade.getPrice()),
                            Decimals.plain(trade.getOriginalAmount()),
                            // XChange tells the side of the order that rested.
                            trade.getType() == Order.OrderType.ASK,
                            trade.getTimestamp().toInstant().toEpochMilli());
            case List<?> updates ->
                    new Update.Depth(
                            levels(updates, Order.OrderType.BID),
                            levels(updates, Order.OrderType.ASK));
            case null, default -> throw new IllegalStateException("nothing was read");
        };
    }

    private static Map<String, String> levels(List<?> updates, Order.OrderType side) {
        Map<String, String> levels = new TreeMap<>();
        for (Object each : updates) {
            OrderBookUpdate level = (OrderBookUpdate) each;
            if (level.getLimitOrder().getType() == side) {
                levels.put(
                        Decimals.plain(level.getLimitOrder().getLimitPrice()),
                        Decimals.plain(level.getTotalVolume()));
            }
        }
        return levels;
    }

    private JavaType type(Class<?> data) {
        return mapper.getTypeFactory()
                .constructParametricType(BinanceWebsocketTransaction.class, data);
    }
}
