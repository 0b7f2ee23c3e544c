package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.PublicTrade;
import dev.k2.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BinanceMarketTest {
    private final TestBinance binance = start();
    private final Instrument btc = binance.instrument("BTC-USDT");

    private static TestBinance start() {
        try {
            return new TestBinance(1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @AfterEach
    void close() throws IOException {
        binance.close();
    }

    @Test
    void loadsInstruments() {
        List<Instrument> instruments = binance.exchange().market().instruments().orThrow();

        assertThat(instruments)
                .extracting(instrument -> instrument.id().text())
                .containsExactly("BTC-USDT", "ETH-USDT", "币安-USDT");
    }

    @Test
    void readsALongRangeOfCandlesWithoutHoleOrDouble() {
        Instant from = Instant.parse("2026-11-01T00:00:00Z");
        Instant to = from.plus(Duration.ofMinutes(2_500));
        binance.on("GET /api/v3/klines", BinanceMarketTest::candles);

        List<Candle> candles =
                binance.exchange().market().candles(btc, CandleInterval.M1, from, to).orThrow();

        assertThat(candles).hasSize(2_500);
        for (int i = 0; i < candles.size(); i++) {
            assertThat(candles.get(i).openTime()).isEqualTo(from.plus(Duration.ofMinutes(i)));
        }
        assertThat(binance.requests("GET", "/api/v3/klines")).hasSize(3);
    }

    @Test
    void asksForNoCandlesOfAnEmptyRange() {
        Instant at = Instant.parse("2026-11-01T00:00:00Z");

        assertThat(binance.exchange().market().candles(btc, CandleInterval.M1, at, at).orThrow())
                .isEmpty();
        assertThat(binance.requests("GET", "/api/v3/klines")).isEmpty();
    }

    @Test
    void cutsTheNextLargerBookToWhatWasAsked() {
        binance.on(
                "GET /api/v3/depth",
                request ->
                        Reply.json(
                                "{\"lastUpdateId\":7,\"bids\":[[\"3\",\"1\"],[\"2\",\"1\"],[\"1\",\"1\"]],"
                                    + "\"asks\":[]}"));

        var book = binance.exchange().market().book(btc, 2).orThrow();

        assertThat(book.bids()).hasSize(2);
        assertThat(book.sequence()).isEqualTo(7);
        assertThat(binance.requests("GET", "/api/v3/depth").getFirst().query())
                .isEqualTo("symbol=BTCUSDT&limit=5");
    }

    @Test
    void readsTradesWithTheSideThatTook() {
        binance.on(
                "GET /api/v3/trades",
                request ->
                        Reply.json(
                                "[{\"id\":1,\"price\":\"2\",\"qty\":\"3\",\"quoteQty\":\"6\",\"time\":5,"
                                    + "\"isBuyerMaker\":true,\"isBestMatch\":true}]"));

        List<PublicTrade> trades = binance.exchange().market().trades(btc, 10).orThrow();

        assertThat(trades.getFirst().aggressor()).isEqualTo(Side.SELL);
        assertThat(trades.getFirst().at()).isEqualTo(Instant.ofEpochMilli(5));
    }

    @Test
    void encodesSymbolsThatAreNotAscii() {
        Instrument other = binance.instrument("币安-USDT");
        binance.on(
                "GET /api/v3/ticker/24hr",
                request -> Reply.status(400, "{\"code\":-1121,\"msg\":\"x\"}"));

        Answer<?> answer = binance.exchange().market().ticker(other);

        assertThat(answer).isInstanceOf(Answer.Failed.class);
        assertThat(binance.requests("GET", "/api/v3/ticker/24hr").getFirst().query())
                .isEqualTo("symbol=%E5%B8%81%E5%AE%89USDT");
    }

    @Test
    void saysThatAnAnswerCannotBeRead() {
        binance.on("GET /api/v3/depth", request -> Reply.json("{\"lastUpdateId\":7}"));

        Answer<?> answer = binance.exchange().market().book(btc, 5);

        ExchangeError error = ((Answer.Failed<?>) answer).error();
        assertThat(error.category()).isEqualTo(ErrorCategory.EXCHANGE_ERROR);
        assertThat(error.message()).contains("not as expected");
    }

    @Test
    void refusesADecimalWithoutEnd() {
        binance.on(
                "GET /api/v3/depth",
                request ->
                        Reply.json(
                                "{\"lastUpdateId\":7,\"bids\":[[\"1e999999999\",\"1\"]],\"asks\":[]}"));

        assertThat(binance.exchange().market().book(btc, 5)).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void saysThatBinanceIsUnderMaintenance() {
        binance.on("GET /api/v3/time", request -> Reply.status(503, ""));

        Answer<Instant> answer = binance.exchange().market().time();

        assertThat(((Answer.Failed<Instant>) answer).error().category())
                .isEqualTo(ErrorCategory.EXCHANGE_MAINTENANCE);
        assertThat(binance.requests("GET", "/api/v3/time")).hasSize(3);
    }

    @Test
    void isSilentAfterABan() {
        binance.on(
                "GET /api/v3/trades",
                request -> new Reply.Answer(418, Map.of("Retry-After", "120"), ""));

        binance.exchange().market().trades(btc, 1);
        Answer<Instant> answer = binance.exchange().market().time();

        ExchangeError error = ((Answer.Failed<Instant>) answer).error();
        assertThat(error.category()).isEqualTo(ErrorCategory.RATE_LIMIT);
        assertThat(Instant.parse(error.details().getOrDefault("until", "")))
                .isAfter(Instant.now().plusSeconds(100));
        assertThat(binance.requests("GET", "/api/v3/trades")).hasSize(1);
        assertThat(binance.requests("GET", "/api/v3/time")).isEmpty();
    }

    @Test
    void stopsAskingAHostThatDoesNotAnswer() {
        binance.on("GET /api/v3/time", request -> Reply.status(503, ""));
        for (int i = 0; i < 5; i++) {
            binance.exchange().market().time();
        }
        int asked = binance.requests("GET", "/api/v3/time").size();

        Answer<Instant> answer = binance.exchange().market().time();

        assertThat(((Answer.Failed<Instant>) answer).error().message())
                .isEqualTo("Binance has not answered for a while");
        assertThat(binance.requests("GET", "/api/v3/time")).hasSize(asked);
        binance.on("GET /api/v3/time", request -> Reply.json("{\"serverTime\":1}"));
        Eventually.holds(
                "it is asked again",
                () -> binance.exchange().market().time() instanceof Answer.Ok<Instant>);
    }

    private static final Pattern RANGE = Pattern.compile("startTime=(\\d+)&endTime=(\\d+)");

    /** A minute's candle for each minute of the range, up to a thousand. */
    private static Reply candles(Request request) {
        Matcher range = RANGE.matcher(request.query());
        assertThat(range.find()).isTrue();
        long minute = 60_000;
        long start = Math.ceilDiv(Long.parseLong(range.group(1)), minute) * minute;
        long end = Long.parseLong(range.group(2));
        List<String> rows = new ArrayList<>();
        for (long at = start; at <= end && rows.size() < 1_000; at += minute) {
            rows.add(
                    "[%d,\"1\",\"1\",\"1\",\"1\",\"2\",%d,\"2\",1,\"1\",\"1\",\"0\"]"
                            .formatted(at, at + minute - 1));
        }
        return Reply.json("[" + String.join(",", rows) + "]");
    }
}
