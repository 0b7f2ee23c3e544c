package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.type.TypeReference;

/** A way to call Binance: REST, or its API over a WebSocket. Every call blocks its thread. */
interface BinanceApi {
    /** Asks, again where that can help. */
    <T> BinanceReply<T> ask(BinanceCall call, TypeReference<T> type);

    /** Sends something that takes effect each time that it arrives: once. */
    <T> BinanceReply<T> send(BinanceCall call, TypeReference<T> type);
}
