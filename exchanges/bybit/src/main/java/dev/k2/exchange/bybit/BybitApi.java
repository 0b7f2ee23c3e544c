package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.net.Reply;

/** A way on which calls reach Bybit: REST, or the WebSocket for orders. */
interface BybitApi {
    /** Asks something that may be asked twice. */
    <T> Reply<T> ask(BybitCall call, TypeReference<T> type);

    /** Sends something that takes effect each time that it arrives, at most once. */
    <T> Reply<T> send(BybitCall call, TypeReference<T> type);
}
