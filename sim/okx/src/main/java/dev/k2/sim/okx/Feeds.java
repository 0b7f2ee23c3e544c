package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.TopicHub;
import java.util.List;

/** Where public channels come from: a market that lives, or a recording. */
interface Feeds {
    /** Whether this instrument has channels. */
    boolean knows(String instId);

    /** What somebody is sent first who begins to listen, empty when he must wait for news. */
    List<String> welcome(JsonNode arg);

    void join(String topic, TopicHub.Ear ear);

    void leave(String topic, TopicHub.Ear ear);

    /** Is called every tenth of a second. */
    void tick();
}
