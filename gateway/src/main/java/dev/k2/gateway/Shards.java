package dev.k2.gateway;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The readers of all event loops. */
final class Shards {
    private final Map<EventLoop, Shard> byLoop = new ConcurrentHashMap<>();

    Shard of(EventLoop loop) {
        return byLoop.computeIfAbsent(loop, Shard::new);
    }

    void tell(Topic topic, MarketFan.Message message) {
        for (Shard shard : byLoop.values()) {
            shard.tell(topic, message);
        }
    }
}
