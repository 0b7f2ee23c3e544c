package dev.k2.sim.binance;

import dev.k2.sim.Market;
import dev.k2.sim.TopicHub;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who listens to which market stream. */
final class StreamHub implements StreamSource {
    /** The form of messages whose times are in microseconds; the other has milliseconds. */
    static final int MICROS = 1;

    private final TopicHub topics;

    StreamHub(BinanceFloor floor) {
        this.topics = new TopicHub(floor.faults());
    }

    /** Writes a message with its times in microseconds or milliseconds. */
    interface Message {
        String text(boolean micros);
    }

    @Override
    public void join(String stream, StreamSocket socket) {
        topics.join(stream, socket);
    }

    @Override
    public void leave(String stream, StreamSocket socket) {
        topics.leave(stream, socket);
    }

    boolean isWanted(String stream) {
        return topics.isWanted(stream);
    }

    /** The streams somebody listens to that begin like this. */
    List<String> wanted(String prefix) {
        return topics.wanted(prefix);
    }

    void publish(String kind, @Nullable Market market, String stream, Message message) {
        topics.publish(kind, market, stream, form -> message.text(form == MICROS));
    }
}
