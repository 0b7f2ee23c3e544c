package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One channel of one connection. Its messages are counted together, whatever market they are about. */
final class Subscription {
    private final int sid;
    private final Channel channel;
    private final boolean yesPrices;
    private final Set<String> tickers = new LinkedHashSet<>();
    private boolean every;
    private long seq;
    private @Nullable String heldBack;

    /**
     * @param yesPrices whether bids of no are told at the price of yes
     */
    Subscription(int sid, Channel channel, boolean yesPrices) {
        this.sid = sid;
        this.channel = channel;
        this.yesPrices = yesPrices;
    }

    int sid() {
        return sid;
    }

    Channel channel() {
        return channel;
    }

    boolean yesPrices() {
        return yesPrices;
    }

    Set<String> tickers() {
        return tickers;
    }

    /** From here on it is about all markets. */
    void all() {
        every = true;
        tickers.clear();
    }

    boolean wants(String ticker) {
        return every || ticker.isEmpty() || tickers.contains(ticker);
    }

    /** A message of this subscription, which counts as the next one. */
    ObjectNode message(String type, JsonNode msg) {
        ObjectNode json = WireJson.object().put("type", type).put("sid", sid);
        if (channel.sequenced()) {
            json.put("seq", ++seq);
        }
        json.set("msg", msg);
        return json;
    }

    /** The answer to a command that changed it, which counts too. */
    ObjectNode ok(long id, boolean named) {
        ObjectNode json = WireJson.object();
        if (id != 0) {
            json.put("id", id);
        }
        json.put("type", "ok").put("sid", sid);
        if (channel.sequenced()) {
            json.put("seq", ++seq);
        }
        ObjectNode msg = json.putObject("msg");
        if (named) {
            var list = msg.putArray("market_tickers");
            new TreeSet<>(tickers).forEach(list::add);
        }
        return json;
    }

    /** Keeps a message so that it comes after the next one. */
    void holdBack(String text) {
        heldBack = text;
    }

    @Nullable String takeHeldBack() {
        String held = heldBack;
        heldBack = null;
        return held;
    }
}
