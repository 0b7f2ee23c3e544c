package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a chart asks for that speaks UDF; it sends no token. */
class UdfApiTest {
    private final Browser chart = Browser.of(House.gateway());
    private final Instant now = House.shared().clock.instant();

    @Test
    void saysWhatItCanDo() {
        Browser.Answered config = chart.get("/v1/udf/config");

        ContractBook.assertFits("getUdfConfig", config);
        JsonObject told = config.json();
        assertThat(told.getBoolean("supports_search")).isTrue();
        assertThat(told.getBoolean("supports_group_request")).isFalse();
        assertThat(told.getBoolean("supports_time")).isTrue();
        assertThat(told.getJsonArray("supported_resolutions"))
                .contains("1S", "1", "60", "240", "1D", "1W", "1M");
    }

    @Test
    void tellsTheTimeInSeconds() {
        Browser.Answered time = chart.get("/v1/udf/time");

        ContractBook.assertFits("getUdfTime", time);
        assertThat(Long.parseLong(time.body()))
                .isBetween(now.getEpochSecond() - 60, now.getEpochSecond() + 600);
    }

    @Test
    void describesAnInstrument() {
        Browser.Answered btc = chart.get("/v1/udf/symbols?symbol=BTC-USDT");
        Browser.Answered named = chart.get("/v1/udf/symbols?symbol=OKX:BTC-USDT");
        Browser.Answered contract =
                chart.get("/v1/udf/symbols?symbol=kalshi:" + ScriptedEvents.CONTRACT);

        ContractBook.assertFits("getUdfSymbol", btc);
        ContractBook.assertFits("getUdfSymbol", named);
        ContractBook.assertFits("getUdfSymbol", contract);
        assertThat(btc.json().getString("ticker")).isEqualTo("binance:BTC-USDT");
        assertThat(named.json().getString("ticker")).isEqualTo("okx:BTC-USDT");
        assertThat(btc.json().getLong("minmov")).isEqualTo(1);
        assertThat(btc.json().getLong("pricescale")).isEqualTo(100);
        assertThat(contract.json().getString("type")).isEqualTo("event");
    }

    @Test
    void saysInTheProtocolsWayThatThereIsNoSuchThing() {
        Browser.Answered symbol = chart.get("/v1/udf/symbols?symbol=DOGE-NONE");
        Browser.Answered history = history("DOGE-NONE", "1", 100, 0, "");
        Browser.Answered resolution = history("BTC-USDT", "7", 100, 0, "");
        Browser.Answered wide = history("BTC-USDT", "1", 6_000 * 60, 0, "");

        ContractBook.assertFits("getUdfSymbol", symbol);
        assertThat(symbol.json())
                .isEqualTo(new JsonObject().put("s", "error").put("errmsg", "unknown_symbol"));
        for (Browser.Answered answered : new Browser.Answered[] {history, resolution, wide}) {
            ContractBook.assertFits("listUdfHistory", answered);
            assertThat(answered.json().getString("s")).isEqualTo("error");
            assertThat(answered.json().getString("errmsg")).isNotBlank();
        }
    }

    @Test
    void findsInstrumentsBestFirst() {
        Browser.Answered found = chart.get("/v1/udf/search?query=BTC&type=&exchange=&limit=30");
        Browser.Answered atOkx = chart.get("/v1/udf/search?query=btcusdt&exchange=okx");
        Browser.Answered nowhere = chart.get("/v1/udf/search?query=btc&exchange=nowhere");

        ContractBook.assertFits("listUdfSymbols", found);
        ContractBook.assertFits("listUdfSymbols", nowhere);
        JsonArray all = new JsonArray(found.body());
        assertThat(all.getJsonObject(0).getString("symbol")).isEqualTo("BTC-USDT");
        assertThat(new JsonArray(atOkx.body()).getJsonObject(0).getString("ticker"))
                .isEqualTo("okx:BTC-USDT");
        assertThat(new JsonArray(nowhere.body())).isEmpty();
    }

    @Test
    void givesBarsOfTheRangeInOrder() {
        Browser.Answered answered = history("binance:BTC-USDT", "1", 7_200, 3_600, "");

        ContractBook.assertFits("listUdfHistory", answered);
        JsonObject told = answered.json();
        JsonArray times = told.getJsonArray("t");
        assertThat(told.getString("s")).isEqualTo("ok");
        assertThat(times).hasSize(60);
        for (int n = 1; n < times.size(); n++) {
            assertThat(times.getLong(n)).isEqualTo(times.getLong(n - 1) + 60);
        }
        assertThat(answered.body()).contains("64950.00");
        for (String column : new String[] {"o", "h", "l", "c", "v"}) {
            assertThat(told.getJsonArray(column)).hasSize(60);
        }
    }

    @Test
    void countsBackFromTheEnd() {
        Browser.Answered answered = history("BTC-USDT", "60", 3_600, 0, "&countback=48");

        ContractBook.assertFits("listUdfHistory", answered);
        assertThat(answered.json().getJsonArray("t").size()).isBetween(48, 49);
    }

    @Test
    void hasNothingBeforeTimeBegan() {
        Browser.Answered answered =
                chart.get("/v1/udf/history?symbol=BTC-USDT&resolution=1D&from=-500000&to=-400000");

        ContractBook.assertFits("listUdfHistory", answered);
        assertThat(answered.json()).isEqualTo(new JsonObject().put("s", "no_data"));
    }

    @Test
    void saysWhereTheNewestBarBeforeAnEmptyRangeIs() {
        House.shared().exchange.silentSince(now.minus(Duration.ofDays(3)), "SOL-USDT");

        Browser.Answered answered = history("binance:SOL-USDT", "1", 7_200, 3_600, "");

        ContractBook.assertFits("listUdfHistory", answered);
        assertThat(answered.json().getString("s")).isEqualTo("no_data");
        assertThat(answered.json().getLong("nextTime"))
                .isBetween(
                        now.minus(Duration.ofDays(3)).getEpochSecond() - 120,
                        now.minus(Duration.ofDays(3)).getEpochSecond());
    }

    @Test
    void refusesParametersThatTheContractDoesNotName() {
        Browser.Answered colour = chart.get("/v1/udf/search?query=BTC&colour=red");
        Browser.Answered when =
                chart.get("/v1/udf/history?symbol=BTC-USDT&resolution=1&from=then&to=0");

        ContractBook.assertFits("listUdfSymbols", colour);
        ContractBook.assertFits("listUdfHistory", when);
        assertThat(colour.code()).isEqualTo("UNKNOWN_PARAMETER");
        assertThat(when.field()).isEqualTo("from");
    }

    @Test
    void letsStrangersTakeOnlySoMuchOfTheExchangesBudgetTogether() {
        House house = House.shared();
        try (Gateway gateway = house.open(house.config(Optional.empty()))) {
            Browser many = Browser.of(gateway);
            String question = "/v1/udf/history?symbol=BTC-USDT&resolution=1&from=0&to=60";

            Browser.Answered last = many.get(question);
            int served = 0;
            for (; last.status() == 200 && served < 2_000; served++) {
                last = many.get(question);
            }

            ContractBook.assertFits("listUdfHistory", last);
            assertThat(last.status()).isEqualTo(429);
            assertThat(served).isGreaterThanOrEqualTo(60);
            assertThat(many.get("/v1/udf/config").status()).isEqualTo(200);
        }
    }

    private Browser.Answered history(
            String symbol, String resolution, long fromAgo, long toAgo, String more) {
        long second = now.getEpochSecond() / 3_600 * 3_600;
        return chart.get(
                "/v1/udf/history?symbol="
                        + symbol
                        + "&resolution="
                        + resolution
                        + "&from="
                        + (second - fromAgo)
                        + "&to="
                        + (second - toAgo)
                        + more);
    }
}
