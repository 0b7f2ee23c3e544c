package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.net.Reply;

/** A way to call Binance: REST, or its API over a WebSocket. Every call blocks its thread. */
interface BinanceApi {
    /** Asks, again where that can help. */
    <T> Reply<T> ask(BinanceCall call, TypeReference<T> type);

    /** Sends something that takes effect each time that it arrives: once. */
    <T> Reply<T> send(BinanceCall call, TypeReference<T> type);
}
