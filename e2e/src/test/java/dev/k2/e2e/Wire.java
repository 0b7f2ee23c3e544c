package dev.k2.e2e;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.binance.BinanceConfig;
import dev.k2.exchange.binance.BinanceExchange;
import dev.k2.exchange.binance.BinanceFuturesConfig;
import dev.k2.exchange.binance.BinanceFuturesExchange;
import dev.k2.exchange.bybit.BybitConfig;
import dev.k2.exchange.bybit.BybitExchange;
import dev.k2.exchange.cryptocom.CryptocomConfig;
import dev.k2.exchange.cryptocom.CryptocomExchange;
import dev.k2.exchange.okx.OkxConfig;
import dev.k2.exchange.okx.OkxExchange;
import dev.k2.model.InstrumentId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an exchange's words differ, as far as the fault matrix speaks them. Whoever joins the matrix
 * adds one of these.
 *
 * @param name of the column: the exchange's, and more for a further market of it
 * @param exchange its name, in the library and in the simulation
 * @param market what is traded
 * @param opening opens the library
 * @param place the request that places an order
 * @param failures answers that leave open what became of a request: settings of the fault ERROR_AFTER
 * @param book how live books are told
 * @param limit how it says that too much was asked
 * @param ban how it says that an address is to be silent; empty where it never does
 * @param clockBears by how much its clock has to jump before it refuses what was signed
 * @param heartbeat why a stream's heart cannot be stopped; empty where it asks for answers to its own
 * @param session the request that begins a private session
 * @param quotas settings that let one address ask what many ask
 */
record Wire(
        String name,
        String exchange,
        Market market,
        Opening opening,
        String place,
        List<Map<String, Object>> failures,
        BookWords book,
        Limit limit,
        Optional<Ban> ban,
        Duration clockBears,
        Optional<String> heartbeat,
        String session,
        String quotas) {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration CLOCK_OFFSET_MAX = Duration.ofSeconds(1);
    private static final Optional<String> PONGS =
            Optional.of(
                    "pings are the protocol's own, which a server that lives answers; a partition"
                            + " shows one that does not");
    private static final String BINANCE_QUOTAS =
            "{\"weight_per_minute\":1000000,\"connections_per_five_minutes\":100000}";
    private static final List<Map<String, Object>> SERVER_ERRORS =
            List.of(status(500), status(502), status(503), status(504));

    /**
     * What is traded, and by whom.
     *
     * @param symbol what the simulation's administration calls it
     * @param quantity of one order
     * @param funds what a customer begins with
     */
    record Market(InstrumentId id, String symbol, String quantity, Map<String, String> funds) {}

    /** Opens the library in front of a port; where a folder is given, it keeps what outlives a restart. */
    interface Opening {
        Exchange at(int port, InstantSource clock, Optional<Path> state);

        /** The same for somebody, where the exchange tells streams to nobody without a key. */
        default Opening as(Credentials credentials) {
            return this;
        }
    }

    /**
     * How live books are told.
     *
     * @param change a word of messages that change a book, and of no others
     * @param beginning how a book begins anew
     * @param sequence the number by which a change is known to follow
     * @param bids what the bids of a change begin with
     * @param level a bid above all asks
     */
    record BookWords(
            String change, Beginning beginning, String sequence, String bids, String level) {
        /**
         * One too high, and not more: the change itself ends no earlier, so the next snapshot fits. A change of a single
         * update would end before it begins, and stays as it is.
         */
        String fromTheFuture(String message) {
            return sequence.equals("U") && number(message, "U") == number(message, "u")
                    ? message
                    : oneHigher(message);
        }

        private static long number(String message, String name) {
            Matcher told = Pattern.compile("\"" + name + "\":([0-9]+)").matcher(message);
            if (!told.find()) {
                throw new IllegalArgumentException("no " + name + " in " + message);
            }
            return Long.parseLong(told.group(1));
        }

        private String oneHigher(String message) {
            return Pattern.compile("\"" + sequence + "\":([0-9]+)")
                    .matcher(message)
                    .replaceFirst(
                            told ->
                                    "\"%s\":%d"
                                            .formatted(
                                                    sequence, Long.parseLong(told.group(1)) + 1));
        }

        String crossed(String message) {
            return withBid(message, level);
        }

        String withoutAPrice(String message) {
            return withBid(message, level.replaceFirst("[0-9.]+", "NaN"));
        }

        private String withBid(String message, String bid) {
            if (!level.startsWith("[")) {
                // One level a message, of which these words are told first and the side last.
                return message.replaceFirst(
                        "\"" + bids + "\":.*?\"side\":\"[a-z]+\"",
                        Matcher.quoteReplacement("\"" + bids + "\":" + bid));
            }
            String empty = "\"" + bids + "\":[]";
            String first = "\"" + bids + "\":[";
            return message.contains(empty)
                    ? message.replace(empty, first + bid + "]")
                    : message.replaceFirst(
                            Pattern.quote(first), Matcher.quoteReplacement(first + bid + ","));
        }
    }

    /** How a book begins anew. */
    sealed interface Beginning {
        /** With an answer to a question. */
        record Asked(String request) implements Beginning {}

        /** With a message of the stream that holds these words. */
        record Told(List<String> words) implements Beginning {}
    }

    /**
     * How it says that too much was asked.
     *
     * @param told the code in the error's details
     * @param question the request for an account's balances
     * @param silencesAll whether nothing at all may follow, or only not the same again
     * @param namesTheTime whether it says when to come again, or leaves that to its documents
     */
    record Limit(
            Map.Entry<String, String> told,
            String question,
            boolean silencesAll,
            boolean namesTheTime) {}

    /**
     * How it says that an address is to be silent.
     *
     * @param told the code in the error's details
     */
    record Ban(Map.Entry<String, String> told) {}

    boolean isFirstMarket() {
        return name.equals(exchange);
    }

    /** The same at another market of the exchange, which shares its account and its wire. */
    private Wire at(String column, Market other) {
        return new Wire(
                column,
                exchange,
                other,
                opening,
                place,
                failures,
                book,
                limit,
                ban,
                clockBears,
                heartbeat,
                session,
                quotas);
    }

    /** The columns of the matrix; {@code -Dk2.e2e.exchange=okx} leaves those of one exchange. */
    static List<Wire> all() {
        String only = System.getProperty("k2.e2e.exchange", "");
        InstrumentId contract = InstrumentId.perpetual("BTC", "USDT");
        Map<String, String> dollars = Map.of("USDT", "100000");
        return List.of(
                        binance(),
                        binanceFutures(),
                        bybit(),
                        bybit().at(
                                        "bybit-linear",
                                        new Market(contract, "BTCUSDT-LINEAR", "0.010", dollars)),
                        okx(),
                        okx().at("okx-swap", new Market(contract, "BTC-USDT-SWAP", "1", dollars)),
                        cryptocom(),
                        cryptocom()
                                .at(
                                        "cryptocom-perpetual",
                                        new Market(
                                                InstrumentId.perpetual("BTC", "USD"),
                                                "BTCUSD-PERP",
                                                "0.0100",
                                                Map.of("USD", "100000"))),
                        kalshi())
                .stream()
                .filter(wire -> only.isEmpty() || wire.exchange().equals(only))
                .toList();
    }

    private static Wire binance() {
        return new Wire(
                "binance",
                "binance",
                new Market(
                        InstrumentId.spot("BTC", "USDT"),
                        "BTCUSDT",
                        "0.00100",
                        Map.of("USDT", "100000", "BTC", "2")),
                (port, clock, state) -> {
                    BinanceConfig usual = BinanceConfig.sim(port).withTimeout(TIMEOUT);
                    return BinanceExchange.open(
                            state.map(usual::withStateFolder).orElse(usual), clock);
                },
                "POST /api/v3/order",
                SERVER_ERRORS,
                new BookWords(
                        "depthUpdate",
                        new Beginning.Asked("GET /api/v3/depth"),
                        "U",
                        "b",
                        "[\"999999.00000000\",\"1.00000000\"]"),
                new Limit(Map.entry("http_status", "429"), "GET /api/v3/account", true, true),
                Optional.of(new Ban(Map.entry("http_status", "418"))),
                Duration.ofSeconds(6),
                PONGS,
                "GET /ws-api/v3",
                BINANCE_QUOTAS);
    }

    private static Wire binanceFutures() {
        return new Wire(
                "binance-futures",
                "binance-futures",
                new Market(
                        InstrumentId.perpetual("BTC", "USDT"),
                        "BTCUSDT",
                        "0.010",
                        Map.of("USDT", "100000")),
                (port, clock, state) -> {
                    BinanceFuturesConfig usual =
                            BinanceFuturesConfig.sim(port).withRequests(TIMEOUT, CLOCK_OFFSET_MAX);
                    return BinanceFuturesExchange.open(
                            state.map(usual::withStateFolder).orElse(usual), clock);
                },
                "POST /fapi/v1/order",
                SERVER_ERRORS,
                new BookWords(
                        "depthUpdate",
                        new Beginning.Asked("GET /fapi/v1/depth"),
                        "pu",
                        "b",
                        "[\"999999.00\",\"1.000\"]"),
                new Limit(Map.entry("http_status", "429"), "GET /fapi/v3/balance", true, true),
                Optional.of(new Ban(Map.entry("http_status", "418"))),
                Duration.ofSeconds(6),
                PONGS,
                "POST /fapi/v1/listenKey",
                BINANCE_QUOTAS);
    }

    /** Bybit's errors stand in answers of status 200, and its bans last ten minutes. */
    private static Wire bybit() {
        return new Wire(
                "bybit",
                "bybit",
                new Market(
                        InstrumentId.spot("BTC", "USDT"),
                        "BTCUSDT",
                        "0.001",
                        Map.of("USDT", "100000", "BTC", "2")),
                (port, clock, state) -> {
                    BybitConfig usual = BybitConfig.sim(port).withLimits(CLOCK_OFFSET_MAX, TIMEOUT);
                    return BybitExchange.open(
                            state.map(usual::withStateFolder).orElse(usual), clock);
                },
                "POST /v5/order/create",
                List.of(
                        Map.of("status", 200, "code", 10_000),
                        Map.of("status", 200, "code", 10_016),
                        Map.of("status", 200, "code", 170_146),
                        status(500),
                        status(502),
                        status(503),
                        status(504)),
                new BookWords(
                        "\"type\":\"delta\"",
                        new Beginning.Told(List.of("\"topic\":\"orderbook.50.", "\"snapshot\"")),
                        "u",
                        "b",
                        "[\"999999.00\",\"1.000000\"]"),
                new Limit(
                        Map.entry("code", "10006"), "GET /v5/account/wallet-balance", false, true),
                Optional.of(new Ban(Map.entry("http_status", "403"))),
                Duration.ofSeconds(6),
                Optional.empty(),
                "GET /v5/private",
                "{\"requests_per_five_seconds\":100000,\"connections_per_five_minutes\":100000}");
    }

    /** OKX bears clocks that are off by half a minute, and limits each of its calls by itself. */
    private static Wire okx() {
        return new Wire(
                "okx",
                "okx",
                new Market(
                        InstrumentId.spot("BTC", "USDT"),
                        "BTC-USDT",
                        "0.001",
                        Map.of("USDT", "100000", "BTC", "2")),
                (port, clock, state) -> {
                    OkxConfig usual = OkxConfig.sim(port).withRequests(TIMEOUT, CLOCK_OFFSET_MAX);
                    return OkxExchange.open(state.map(usual::withStateFolder).orElse(usual), clock);
                },
                "POST /api/v5/trade/order",
                List.of(
                        Map.of("status", 400, "code", "50004"),
                        Map.of("status", 200, "code", "50026"),
                        Map.of("status", 500, "code", "50026"),
                        Map.of("status", 503, "code", "50001"),
                        status(502),
                        status(504)),
                new BookWords(
                        "\"action\":\"update\"",
                        new Beginning.Told(List.of("\"action\":\"snapshot\"")),
                        "prevSeqId",
                        "bids",
                        "[\"999999.0\",\"1.0\",\"0\",\"1\"]"),
                new Limit(Map.entry("code", "50011"), "GET /api/v5/account/balance", false, false),
                Optional.of(new Ban(Map.entry("http_status", "403"))),
                Duration.ofSeconds(35),
                Optional.empty(),
                "GET /ws/v5/private",
                "{\"limit_percent\":10000,\"connections_per_second\":100000}");
    }

    /**
     * Crypto.com's code decides, whatever the status: orders that it refuses come with that of a
     * failed server. It bears clocks that are off by a minute, and knows no ban.
     */
    private static Wire cryptocom() {
        return new Wire(
                "cryptocom",
                "cryptocom",
                new Market(
                        InstrumentId.spot("BTC", "USD"),
                        "BTC_USD",
                        "0.00100",
                        Map.of("USD", "100000", "BTC", "2")),
                (port, clock, state) -> {
                    CryptocomConfig usual =
                            CryptocomConfig.sim(port).withRequests(TIMEOUT, CLOCK_OFFSET_MAX);
                    return CryptocomExchange.open(
                            state.map(usual::withStateFolder).orElse(usual), clock);
                },
                "POST /exchange/v1/private/create-order",
                List.of(
                        Map.of("status", 200, "code", "40801"),
                        Map.of("status", 408, "code", "40801"),
                        Map.of("status", 200, "code", "50001"),
                        Map.of("status", 500, "code", "50001"),
                        status(502),
                        status(503),
                        status(504)),
                new BookWords(
                        "\"channel\":\"book.update\"",
                        new Beginning.Told(List.of("\"channel\":\"book\"", "\"data\"")),
                        "pu",
                        "bids",
                        "[\"999999.00\",\"1.00000\",\"1\"]"),
                new Limit(
                        Map.entry("code", "42901"),
                        "POST /exchange/v1/private/user-balance",
                        false,
                        false),
                Optional.empty(),
                Duration.ofSeconds(65),
                Optional.empty(),
                "GET /exchange/v1/user",
                "{\"limit_percent\":10000,\"user_frames_per_second\":100000,"
                        + "\"market_frames_per_second\":100000}");
    }

    /**
     * Kalshi bears clocks that are off by ten seconds. It names no time to wait, and its markets
     * end, so the rows have one of their own.
     */
    private static Wire kalshi() {
        return new Wire(
                "kalshi",
                "kalshi",
                new Market(
                        new InstrumentId("KXMATRIX-1-A"),
                        "KXMATRIX-1-A",
                        "10",
                        Map.of("USD", "100000")),
                new KalshiOpening(Optional.empty(), TIMEOUT),
                "POST /trade-api/v2/portfolio/events/orders",
                SERVER_ERRORS,
                new BookWords(
                        "\"type\":\"orderbook_delta\"",
                        new Beginning.Told(List.of("\"type\":\"orderbook_snapshot\"")),
                        "seq",
                        "price_dollars",
                        "\"0.9900\",\"delta_fp\":\"5.00\",\"side\":\"yes\""),
                new Limit(
                        Map.entry("http_status", "429"),
                        "GET /trade-api/v2/portfolio/balance",
                        false,
                        false),
                Optional.empty(),
                Duration.ofSeconds(12),
                PONGS,
                "GET /trade-api/ws/v2",
                "{\"read_per_second\":1000000,\"write_per_second\":1000000,\"commands_per_second\":100000}");
    }

    private static Map<String, Object> status(int status) {
        return Map.of("status", status);
    }
}
