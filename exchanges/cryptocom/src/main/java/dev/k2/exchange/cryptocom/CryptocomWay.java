package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.net.Reply;

/** A way on which calls reach Crypto.com: REST, or the account's socket. */
interface CryptocomWay {
    /** Asks something that may be asked twice. */
    <T> Reply<T> ask(CryptocomCall call, TypeReference<T> type);

    /** Sends something that takes effect each time that it arrives, at most once. */
    <T> Reply<T> send(CryptocomCall call, TypeReference<T> type);
}
