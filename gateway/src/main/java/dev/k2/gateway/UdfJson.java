package dev.k2.gateway;

import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Instruments and candles in UDF's shapes. Its prices are JSON numbers; they are written digit for
 * digit as the exchange gave them. Pure.
 */
final class UdfJson {
    private UdfJson() {}

    static JsonObject config(List<ExchangeId> exchanges) {
        JsonArray listed = new JsonArray().add(choice("", "All exchanges"));
        exchanges.forEach(exchange -> listed.add(choice(exchange.text(), exchange.text())));
        JsonArray types =
                new JsonArray()
                        .add(new JsonObject().put("value", "").put("name", "All"))
                        .add(new JsonObject().put("value", "crypto").put("name", "Crypto"))
                        .add(new JsonObject().put("value", "event").put("name", "Event contracts"));
        return new JsonObject()
                .put("supported_resolutions", resolutions())
                .put("supports_search", true)
                .put("supports_group_request", false)
                .put("supports_marks", false)
                .put("supports_timescale_marks", false)
                .put("supports_time", true)
                .put("exchanges", listed)
                .put("symbols_types", types);
    }

    static JsonObject symbol(Instrument instrument, Optional<String> title) {
        BigDecimal tick = instrument.rules().tick().stripTrailingZeros();
        int digits = Math.max(0, tick.scale());
        return new JsonObject()
                .put("name", instrument.id().text())
                .put("ticker", name(instrument))
                .put("full_name", name(instrument))
                .put("description", description(instrument, title))
                .put("type", instrument.kind().type())
                .put("exchange", instrument.exchange().text())
                .put("listed_exchange", instrument.exchange().text())
                .put("session", "24x7")
                .put("timezone", "Etc/UTC")
                .put("format", "price")
                .put("currency_code", instrument.quote())
                .put("minmov", tick.movePointRight(digits).longValueExact())
                .put("pricescale", BigDecimal.TEN.pow(digits).longValueExact())
                .put("volume_precision", instrument.quantityScale())
                .put("has_intraday", true)
                .put("has_seconds", true)
                .put("seconds_multipliers", new JsonArray().add("1"))
                .put("intraday_multipliers", minutes())
                .put("has_daily", true)
                .put("daily_multipliers", new JsonArray().add("1").add("3"))
                .put("has_weekly_and_monthly", true)
                .put("supported_resolutions", resolutions())
                .put("data_status", "streaming");
    }

    static JsonObject found(Instrument instrument, Optional<String> title) {
        return new JsonObject()
                .put("symbol", instrument.id().text())
                .put("full_name", name(instrument))
                .put("ticker", name(instrument))
                .put("description", description(instrument, title))
                .put("exchange", instrument.exchange().text())
                .put("type", instrument.kind().type());
    }

    static JsonObject bars(List<Candle> candles) {
        JsonArray times = new JsonArray();
        JsonArray opens = new JsonArray();
        JsonArray highs = new JsonArray();
        JsonArray lows = new JsonArray();
        JsonArray closes = new JsonArray();
        JsonArray volumes = new JsonArray();
        for (Candle candle : candles) {
            times.add(candle.openTime().getEpochSecond());
            opens.add(candle.open());
            highs.add(candle.high());
            lows.add(candle.low());
            closes.add(candle.close());
            volumes.add(candle.volume());
        }
        return new JsonObject()
                .put("s", "ok")
                .put("t", times)
                .put("o", opens)
                .put("h", highs)
                .put("l", lows)
                .put("c", closes)
                .put("v", volumes);
    }

    /**
     * An empty range.
     *
     * @param newest when the newest bar before it opens; empty where there is none
     */
    static JsonObject noData(Optional<Instant> newest) {
        JsonObject told = new JsonObject().put("s", "no_data");
        newest.ifPresent(at -> told.put("nextTime", at.getEpochSecond()));
        return told;
    }

    /** The width that UDF calls so; {@code D} is short for {@code 1D}. */
    static Optional<CandleInterval> interval(String resolution) {
        String wanted =
                !resolution.isEmpty() && Character.isLetter(resolution.charAt(0))
                        ? "1" + resolution
                        : resolution;
        return Arrays.stream(CandleInterval.values())
                .filter(interval -> resolution(interval).equals(wanted))
                .findFirst();
    }

    private static String resolution(CandleInterval interval) {
        return switch (interval) {
            case S1 -> "1S";
            case M1, M3, M5, M15, M30, H1, H2, H4, H6, H8, H12 ->
                    Long.toString(interval.width().toMinutes());
            case D1, D3, W1 -> interval.text().toUpperCase(Locale.ROOT);
            case MONTH -> "1M";
        };
    }

    private static JsonArray resolutions() {
        JsonArray all = new JsonArray();
        Arrays.stream(CandleInterval.values()).map(UdfJson::resolution).forEach(all::add);
        return all;
    }

    private static JsonArray minutes() {
        JsonArray all = new JsonArray();
        Arrays.stream(CandleInterval.values())
                .map(UdfJson::resolution)
                .filter(text -> text.chars().allMatch(Character::isDigit))
                .forEach(all::add);
        return all;
    }

    private static String name(Instrument instrument) {
        return instrument.exchange().text() + ":" + instrument.id().text();
    }

    private static String description(Instrument instrument, Optional<String> title) {
        return title.orElseGet(
                () -> instrument.id().text() + " at " + instrument.exchange().text());
    }

    private static JsonObject choice(String value, String name) {
        return new JsonObject().put("value", value).put("name", name).put("desc", name);
    }
}
