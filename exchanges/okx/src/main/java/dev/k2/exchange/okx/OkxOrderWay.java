package dev.k2.exchange.okx;

import dev.k2.exchange.net.Reply;
import java.util.List;

/**
 * A way for orders to OKX: REST, or its private socket. What comes back is what OKX said to each of
 * them. Every call blocks its thread.
 */
interface OkxOrderWay {
    /** Asks for something that does no more when it is asked twice, such as a cancel. */
    Reply<List<OkxUserWire.Ack>> ask(OkxOrderCall call);

    /** Sends something that takes effect each time that it arrives: once. */
    Reply<List<OkxUserWire.Ack>> send(OkxOrderCall call);
}
