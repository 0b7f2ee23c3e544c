package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.List;

/** What the administration can do to events and markets. */
final class Scripts {
    private final KalshiFloor floor;
    private final Lifecycle lifecycle;

    Scripts(KalshiFloor floor, Lifecycle lifecycle) {
        this.floor = floor;
        this.lifecycle = lifecycle;
    }

    JsonNode act(String ticker, String deed, JsonNode body) {
        if (deed.equals("create")) {
            return create(ticker, body);
        }
        KalshiMarket market = floor.board().market(ticker);
        if (market == null) {
            throw new IllegalArgumentException("there is no market " + ticker);
        }
        String result = body.path("result").asText("");
        String measured = body.path("measured").asText("");
        switch (deed) {
            case "open" -> lifecycle.open(market);
            case "pause" -> lifecycle.pause(market);
            case "unpause" -> lifecycle.unpause(market);
            case "close" -> lifecycle.close(market);
            case "until" ->
                    lifecycle.until(
                            market, floor.millis() + body.path("close_in_s").asLong() * 1000);
            case "determine" -> lifecycle.determine(market, Lifecycle.value(result), measured);
            case "dispute" -> lifecycle.dispute(market);
            case "amend" -> lifecycle.amend(market, Lifecycle.value(result), measured);
            case "settle" ->
                    lifecycle.settle(
                            market, result.isEmpty() ? market.value() : Lifecycle.value(result));
            case "void" -> voided(market, result.isEmpty() ? "0.5" : result);
            case "grid" -> lifecycle.regrid(market, body);
            default -> throw new IllegalArgumentException("there is no deed " + deed);
        }
        return WireJson.object()
                .put("ticker", ticker)
                .put("status", market.status().word())
                .put("result", market.result())
                .put("value", market.value() < 0 ? "" : Dollars.price(market.value()));
    }

    /** Nobody won: everybody gets a part, and at once. */
    private void voided(KalshiMarket market, String value) {
        if (!market.status().awaitsPayment() && market.status() != Status.FINALIZED) {
            lifecycle.determine(market, Lifecycle.value(value), "");
        }
        lifecycle.settle(market, Lifecycle.value(value));
    }

    private JsonNode create(String ticker, JsonNode body) {
        if (floor.board().event(ticker) != null) {
            throw new IllegalArgumentException("there is an event " + ticker + " already");
        }
        ObjectNode event = body.deepCopy();
        event.put("ticker", ticker)
                .put("open", floor.millis() + body.path("open_in_s").asLong(0) * 1000)
                .put("close", floor.millis() + body.path("close_in_s").asLong(3600) * 1000);
        EventSpec spec = spec(floor.board().catalogue(), event);
        ObjectNode note = WireJson.object().put("what", "scripted");
        note.set("event", event);
        KalshiEvent listed =
                floor.engine()
                        .together(
                                () -> {
                                    floor.board().script(spec);
                                    floor.floor().keep(note);
                                    return lifecycle.list(spec);
                                });
        lifecycle.tick();
        ObjectNode answer = WireJson.object().put("event_ticker", ticker);
        var tickers = answer.putArray("markets");
        listed.markets().forEach(market -> tickers.add(market.ticker()));
        return answer;
    }

    /** An event as a script wrote it down. */
    static EventSpec spec(Catalogue catalogue, JsonNode event) {
        String ticker = event.path("ticker").asText();
        String named = event.path("series").asText(Catalogue.ELECTION);
        Series series = catalogue.series().get(named);
        if (series == null) {
            throw new IllegalArgumentException("there is no series " + named);
        }
        List<MarketSpec> markets = new ArrayList<>();
        List<Double> chances = new ArrayList<>();
        String title = event.path("title").asText(ticker);
        for (JsonNode market : event.path("markets")) {
            String label = market.path("title").asText(market.path("suffix").asText("YES"));
            markets.add(
                    new MarketSpec(
                            ticker + "-" + market.path("suffix").asText("YES"),
                            title,
                            label,
                            label,
                            "If the answer is " + label + ", then the market resolves to Yes.",
                            "custom",
                            null,
                            null));
            chances.add(market.path("chance").asDouble(0.5));
        }
        if (markets.isEmpty()) {
            throw new IllegalArgumentException("an event has at least one market");
        }
        return new EventSpec(
                series,
                ticker,
                title,
                event.path("sub_title").asText(title),
                event.path("mutually_exclusive").asBoolean(false),
                event.path("open").asLong(),
                event.path("close").asLong(),
                event.path("determine_after_s").asLong(-1) < 0
                        ? -1
                        : event.path("determine_after_s").asLong() * 1000,
                event.path("settlement_timer_s").asLong(60),
                event.path("quiet").asBoolean(false),
                PriceGrid.of(event.path("grid")),
                new Chances.Given(chances),
                markets);
    }
}
