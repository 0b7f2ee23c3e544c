package dev.k2.exchange.binance;

import java.util.Map;

/** The ways over which orders can travel: REST or the WebSocket API. Each call is one request. */
interface BinanceFuturesEntry {
    BinanceReply<BinanceFuturesWire.Order> place(Map<String, String> parameters);

    BinanceReply<BinanceFuturesWire.AlgoOrder> placeAlgo(Map<String, String> parameters);

    BinanceReply<BinanceFuturesWire.Order> modify(Map<String, String> parameters);

    BinanceReply<BinanceFuturesWire.Order> cancel(Map<String, String> parameters);

    BinanceReply<BinanceFuturesWire.AlgoCancelled> cancelAlgo(Map<String, String> parameters);

    BinanceReply<BinanceFuturesWire.Order> order(Map<String, String> parameters);
}
