package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.TestSocket;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/** One account at the simulated futures, as its client sees it. */
record FuturesUser(TestVenue venue, String account) {
    JsonNode call(String method, String path, String... params) {
        return reply(method, path, params).expecting(200).json();
    }

    TestVenue.Reply reply(String method, String path, String... params) {
        return venue.signed(method, "/fapi/" + path, account, params);
    }

    JsonNode market(String symbol, String side, String quantity, String... more) {
        List<String> params =
                new ArrayList<>(
                        List.of(
                                "symbol",
                                symbol,
                                "side",
                                side,
                                "type",
                                "MARKET",
                                "quantity",
                                quantity,
                                "newOrderRespType",
                                "RESULT"));
        params.addAll(List.of(more));
        return call("POST", "v1/order", params.toArray(String[]::new));
    }

    /** A buy a tenth below the market, which rests. */
    JsonNode rest(String symbol, String quantity, String clientId) {
        return call(
                "POST",
                "v1/order",
                "symbol",
                symbol,
                "side",
                "BUY",
                "type",
                "LIMIT",
                "timeInForce",
                "GTC",
                "quantity",
                quantity,
                "price",
                part(symbol, "0.9"),
                "newClientOrderId",
                clientId);
    }

    JsonNode algo(String symbol, String side, String type, String... more) {
        List<String> params =
                new ArrayList<>(
                        List.of(
                                "algoType",
                                "CONDITIONAL",
                                "symbol",
                                symbol,
                                "side",
                                side,
                                "type",
                                type));
        params.addAll(List.of(more));
        return call("POST", "v1/algoOrder", params.toArray(String[]::new));
    }

    /** A part of the last price, on the tick. */
    String part(String symbol, String part) {
        BigDecimal last =
                new BigDecimal(
                        venue.get("/fapi/v2/ticker/price?symbol=" + symbol)
                                .json()
                                .path("price")
                                .asText());
        return last.multiply(new BigDecimal(part))
                .setScale(last.scale(), java.math.RoundingMode.DOWN)
                .toPlainString();
    }

    String listenKey() {
        return venue.exchange(
                        HttpRequest.newBuilder(venue.rest().resolve("/fapi/v1/listenKey"))
                                .header("X-MBX-APIKEY", venue.account(account).apiKey())
                                .POST(HttpRequest.BodyPublishers.noBody()))
                .expecting(200)
                .json()
                .path("listenKey")
                .asText();
    }

    TestSocket stream() {
        return venue.socket("/private/ws?listenKey=" + listenKey());
    }

    /** Moves the market to a part of its last price and holds it there. */
    void moveMarket(String symbol, String part) {
        venue.admin(
                        "POST",
                        "/market/binance-futures/" + symbol + "/price",
                        "{\"price\":\"" + part(symbol, part) + "\",\"hold_s\":20}")
                .expecting(200);
    }
}
