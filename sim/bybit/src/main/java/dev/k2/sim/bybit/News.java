package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an account is told on one private topic.
 *
 * @param category what it is about, null for the wallet
 * @param millis when, in milliseconds since 1970
 */
record News(String topic, @Nullable Category category, ArrayNode rows, String id, long millis) {

    /** The name under which somebody with these topics asked for it, null when he did not. */
    @Nullable String askedAs(Set<String> topics) {
        if (topics.contains(topic)) {
            return topic;
        }
        String narrow = category == null ? topic : topic + "." + category.word();
        return topics.contains(narrow) ? narrow : null;
    }

    String text(String name) {
        ObjectNode message =
                WireJson.object().put("id", id).put("topic", name).put("creationTime", millis);
        message.set("data", rows);
        return message.toString();
    }
}
