package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.exchange.net.SettableClock;
import dev.k2.model.Balance;
import dev.k2.model.Fill;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The futures' user stream against scripted sockets and a scripted host. */
class BinanceFuturesUserStreamTest {
    private static final String KEY = "/fapi/v1/listenKey";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final TestFutures futures = new TestFutures(sockets.port(), clock);
    private final Recorder heard = new Recorder();
    private final AtomicReference<String> key = new AtomicReference<>("one");

    BinanceFuturesUserStreamTest() {
        futures.on("POST " + KEY, request -> Reply.json("{\"listenKey\":\"" + key.get() + "\"}"));
        futures.on("PUT " + KEY, request -> Reply.json("{\"listenKey\":\"" + key.get() + "\"}"));
        futures.on(
                "GET /fapi/v3/balance",
                "[{\"accountAlias\":\"a\",\"asset\":\"USDT\",\"balance\":\"100\","
                        + "\"crossWalletBalance\":\"100\",\"crossUnPnl\":\"0\","
                        + "\"availableBalance\":\"90\",\"maxWithdrawAmount\":\"90\","
                        + "\"marginAvailable\":true,\"updateTime\":1}]");
    }

    @AfterEach
    void close() {
        futures.close();
        sockets.close();
    }

    @Test
    void connectsByAKeyThatItAsksForWithoutASignature() throws Exception {
        UserStream stream = open();

        Connection connection = live(1);

        assertThat(connection.target()).isEqualTo("/private/ws?listenKey=one");
        assertThat(futures.requests("POST", KEY))
                .singleElement()
                .satisfies(
                        request -> {
                            assertThat(request.headers()).containsEntry("x-mbx-apikey", "key");
                            assertThat(request.parameters()).isEmpty();
                        });
        assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void extendsTheKeyEveryHalfHour() throws Exception {
        open();
        live(1);

        clock.advance(Duration.ofMinutes(30));
        Eventually.holds("extended", () -> futures.requests("PUT", KEY).size() == 1);
        clock.advance(Duration.ofMinutes(30));
        Eventually.holds("extended again", () -> futures.requests("PUT", KEY).size() == 2);

        assertThat(heard.log).containsExactly("live");
        assertThat(futures.requests("POST", KEY)).hasSize(1);
    }

    @Test
    void forgetsAStreamThatWasClosed() throws Exception {
        UserStream closed = open();
        live(1);
        UserStream kept = open();
        Eventually.holds("both are live", () -> heard.count("live") == 2);
        Eventually.holds("both are told", () -> streamsTold() == 2);

        closed.close();

        assertThat(streamsTold()).isEqualTo(1);
        assertThat(kept.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void neverDeletesTheKeyThatOtherProgramsShare() throws Exception {
        UserStream stream = open();
        Connection connection = live(1);

        stream.close();

        Eventually.holds("the socket is closed", connection::isClosed);
        assertThat(futures.requests("DELETE", KEY)).isEmpty();
        assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void asksForAnotherKeyWhenThePresentOneExpires() throws Exception {
        open();
        Connection first = live(1);

        key.set("two");
        first.send("{\"e\":\"listenKeyExpired\",\"E\":1,\"listenKey\":\"one\"}");

        assertThat(live(2).target()).endsWith("listenKey=two");
        assertThat(heard.log).containsExactly("live", "cut", "live");
        Eventually.holds("the old one is closed", first::isClosed);
    }

    @Test
    void survivesThatAnotherClientDeletesTheKey() throws Exception {
        open();
        live(1);

        key.set("two");
        futures.refuses("PUT " + KEY, -1125, "This listenKey does not exist.");
        clock.advance(Duration.ofMinutes(30));

        assertThat(live(2).target()).endsWith("listenKey=two");
        assertThat(heard.log).containsExactly("live", "cut", "live");
    }

    @Test
    void noticesWithinAMinuteOfSilenceThatTheKeyIsGone() throws Exception {
        open();
        Connection first = live(1);
        clock.advance(Duration.ofSeconds(40));
        first.send(order("NEW", "NEW", "k2abc", 7, "0", "0", 0));
        Eventually.holds("an event", () -> heard.orders.size() == 1);

        key.set("two");
        futures.refuses("PUT " + KEY, -1125, "This listenKey does not exist.");
        clock.advance(Duration.ofSeconds(40));
        clock.advance(Duration.ofSeconds(20));

        assertThat(live(2).target()).endsWith("listenKey=two");
        assertThat(heard.log).containsExactly("live", "order", "cut", "live");
    }

    @Test
    void looksWhetherTheKeyLivesWhenItComesBack() throws Exception {
        open();
        Connection first = live(1);
        key.set("two");
        futures.refuses("PUT " + KEY, -1125, "This listenKey does not exist.");
        clock.advance(Duration.ofMinutes(1));

        first.cut();

        Eventually.holds("live again", () -> heard.count("live") == 2);
        assertThat(futures.requests("POST", KEY)).hasSize(2);
    }

    @Test
    void keepsTheStreamWhileOnlyTheExtensionFails() throws Exception {
        open();
        live(1);
        futures.on("PUT " + KEY, request -> Reply.status(503, ""));

        clock.advance(Duration.ofMinutes(30));
        Eventually.holds("tried", () -> futures.requests("PUT", KEY).size() >= 3);
        assertThat(heard.log).containsExactly("live");

        clock.advance(Duration.ofMinutes(26));
        Eventually.holds("given up", () -> heard.count("cut") >= 1);
    }

    @Test
    void stopsWhenTheKeyIsRefused() {
        futures.on(
                "POST " + KEY,
                request -> Reply.status(401, "{\"code\":-2015,\"msg\":\"Invalid API-key\"}"));

        UserStream stream = open();

        Eventually.holds("refused", () -> heard.refusals.size() == 1);
        assertThat(heard.refusals.getFirst().category()).isEqualTo(ErrorCategory.AUTHENTICATION);
        assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(sockets.connections()).isZero();
        assertThat(heard.log).containsExactly("refused");
    }

    @Test
    void tellsAFillOnceThoughItIsToldInTwoKinds() throws Exception {
        open();
        Connection connection = live(1);

        connection.send(lite(77));
        connection.send(order("TRADE", "PARTIALLY_FILLED", "k2abc", 7, "0.004", "0.004", 77));
        connection.send(order("TRADE", "PARTIALLY_FILLED", "k2abc", 7, "0.004", "0.004", 77));

        Eventually.holds("the reports", () -> heard.orders.size() == 2);
        Fill fill = heard.fills.getFirst();
        assertThat(heard.fills).hasSize(1);
        assertThat(fill.trade().text()).isEqualTo("77");
        assertThat(fill.fee()).isEqualByComparingTo("0.03");
        assertThat(fill.clientOrderId().orElseThrow().text()).isEqualTo("k2abc");
        assertThat(heard.orders.getFirst().status()).isEqualTo(OrderStatus.PARTIAL);
        assertThat(heard.log).containsSubsequence("fill", "order");
    }

    @Test
    void asksForAFillThatWasAnnouncedAndNeverReported() throws Exception {
        futures.on(
                "GET /fapi/v1/userTrades",
                "[{\"symbol\":\"BTCUSDT\",\"id\":77,\"orderId\":7,\"side\":\"BUY\","
                    + "\"price\":\"60000\",\"qty\":\"0.004\",\"commission\":\"0.03\","
                    + "\"commissionAsset\":\"USDT\",\"time\":1,\"maker\":false,\"buyer\":true}]");
        futures.on(
                "GET /fapi/v1/order", TestFutures.order(7, "k2abc", "PARTIALLY_FILLED", "0.004"));
        open();
        Connection connection = live(1);
        connection.send(lite(77));
        connection.send(order("NEW", "NEW", "k2other", 8, "0", "0", 0));
        Eventually.holds("what came after it", () -> heard.orders.size() == 1);

        clock.advance(Duration.ofSeconds(6));
        Eventually.holds("what was asked for", () -> heard.orders.size() == 2);

        assertThat(heard.fills).hasSize(1);
        assertThat(heard.orders.getLast().clientOrderId().orElseThrow().text()).isEqualTo("k2abc");
    }

    @Test
    void asksAgainForAFillWhereTheQuestionFailed() throws Exception {
        var asked = new AtomicInteger();
        futures.on(
                "GET /fapi/v1/userTrades",
                request ->
                        asked.incrementAndGet() <= 5
                                ? Reply.status(503, "")
                                : Reply.json(
                                        "[{\"symbol\":\"BTCUSDT\",\"id\":77,\"orderId\":7,"
                                            + "\"side\":\"BUY\",\"price\":\"60000\",\"qty\":\"0.004\","
                                            + "\"commission\":\"0.03\",\"commissionAsset\":\"USDT\","
                                            + "\"time\":1,\"maker\":false,\"buyer\":true}]"));
        futures.on(
                "GET /fapi/v1/order", TestFutures.order(7, "k2abc", "PARTIALLY_FILLED", "0.004"));
        open();
        Connection connection = live(1);
        connection.send(lite(77));
        connection.send(order("NEW", "NEW", "k2other", 8, "0", "0", 0));
        Eventually.holds("what came after it", () -> heard.orders.size() == 1);

        clock.advance(Duration.ofSeconds(6));

        Eventually.holds("what was asked for", () -> heard.orders.size() == 2);
        assertThat(heard.fills).hasSize(1);
    }

    @Test
    void keepsATriggeredOrderOneOrder() throws Exception {
        open();
        Connection connection = live(1);

        connection.send(algo("NEW", "", "0"));
        connection.send(algo("TRIGGERED", "4711", "0"));
        connection.send(order("NEW", "NEW", "x9", 4711, "0", "0", 0));
        connection.send(order("TRADE", "FILLED", "x9", 4711, "0.010", "0.010", 77));
        connection.send(algo("FINISHED", "4711", "0.010"));

        Eventually.holds("all reports", () -> heard.orders.size() == 5);
        assertThat(heard.orders)
                .allSatisfy(
                        report -> {
                            assertThat(report.id().text()).isEqualTo("algo-99");
                            assertThat(report.clientOrderId().orElseThrow().text())
                                    .isEqualTo("k2abc");
                            assertThat(report.type()).isEqualTo(OrderType.STOP);
                        });
        assertThat(heard.orders)
                .extracting(OrderReport::status)
                .containsExactly(
                        OrderStatus.OPEN,
                        OrderStatus.OPEN,
                        OrderStatus.OPEN,
                        OrderStatus.FILLED,
                        OrderStatus.FILLED);
        assertThat(heard.fills)
                .singleElement()
                .satisfies(fill -> assertThat(fill.order().text()).isEqualTo("algo-99"));
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELED, 0, CANCELLED",
        "EXPIRED, 0, EXPIRED",
        "REJECTED, 0, REJECTED",
        "FINISHED, 0.004, CANCELLED",
        "FINISHED, 0.010, FILLED",
        "TRIGGERING, 0, OPEN"
    })
    void readsHowAWaitingOrderStands(String word, String filled, OrderStatus status)
            throws Exception {
        open();

        live(1).send(algo(word, "", filled));

        Eventually.holds("the report", () -> heard.orders.size() == 1);
        assertThat(heard.orders.getFirst().status()).isEqualTo(status);
    }

    @Test
    void tellsPositionsAndAsksForBalances() throws Exception {
        open();

        live(1).send(
                        account(
                                "{\"s\":\"BTCUSDT\",\"pa\":\"-0.5\",\"ep\":\"60000\",\"bep\":\"0\","
                                        + "\"cr\":\"0\",\"up\":\"-12.5\",\"mt\":\"cross\","
                                        + "\"iw\":\"0\",\"ps\":\"BOTH\"}"));

        Eventually.holds("positions", () -> heard.positions.size() == 2);
        Position other = heard.positions.getFirst();
        Position told = heard.positions.getLast();
        assertThat(other.side()).isEqualTo(PositionSide.LONG);
        assertThat(other.quantity()).isZero();
        assertThat(told.side()).isEqualTo(PositionSide.SHORT);
        assertThat(told.quantity()).isEqualByComparingTo("0.5");
        assertThat(told.unrealisedProfit()).isEqualByComparingTo("-12.5");
        Eventually.holds("balances", () -> heard.balances.size() == 1);
        assertThat(heard.balances.getFirst().free()).isEqualByComparingTo("90");
        assertThat(heard.balances.getFirst().held()).isEqualByComparingTo("10");
    }

    @Test
    void takesPositionsOfBothSidesAsTheyAre() throws Exception {
        open();

        live(1).send(
                        account(
                                side("BOTH", "0")
                                        + ","
                                        + side("SHORT", "-2")
                                        + ","
                                        + side("LONG", "3")));

        Eventually.holds("positions", () -> heard.positions.size() == 2);
        assertThat(heard.positions)
                .extracting(Position::side)
                .containsExactly(PositionSide.SHORT, PositionSide.LONG);
        assertThat(heard.positions.getFirst().quantity()).isEqualByComparingTo("2");
    }

    @Test
    void tellsAnOrderThatWasRefusedWhenItWasTriggered() throws Exception {
        futures.on("GET /fapi/v1/order", TestFutures.order(7, "k2abc", "EXPIRED", "0"));
        open();

        live(1).send(
                        "{\"e\":\"CONDITIONAL_ORDER_TRIGGER_REJECT\",\"E\":1,\"T\":1,"
                                + "\"or\":{\"s\":\"BTCUSDT\",\"i\":7,\"r\":\"no margin\"}}");

        Eventually.holds("the report", () -> heard.orders.size() == 1);
        assertThat(heard.orders.getFirst().status()).isEqualTo(OrderStatus.EXPIRED);
    }

    @Test
    void readsOrdersByWhichTheExchangeClosesAPosition() throws Exception {
        open();

        live(1).send(order("CALCULATED", "NEW_INSURANCE", "autoclose-1", 7, "0.010", "0.010", 5));

        Eventually.holds("the report", () -> heard.orders.size() == 1);
        assertThat(heard.orders.getFirst().status()).isEqualTo(OrderStatus.FILLED);
        assertThat(heard.orders.getFirst().clientOrderId()).isEmpty();
        assertThat(heard.fills).hasSize(1);
    }

    @Test
    void passesOverWhatIsNewOrNoBusinessOfOurs() throws Exception {
        open();
        Connection connection = live(1);

        connection.send("{\"e\":\"GRID_UPDATE\",\"E\":1}");
        connection.send("{\"e\":\"somethingNew\",\"E\":1}");
        connection.send(
                order("NEW", "NEW", "k2x", 1, "0", "0", 0).replace("BTCUSDT", "BTCUSD_PERP"));
        connection.send(order("NEW", "NEW", "k2abc", 7, "0", "0", 0));

        Eventually.holds("an order", () -> heard.orders.size() == 1);
        assertThat(heard.log).doesNotContain("cut");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEW, LEVITATING", "TELEPORT, NEW"})
    void startsOverAtAWordThatStatesAnOrderAndIsNotKnown(String words) throws Exception {
        List<String> both = List.of(words.split(", ", -1));
        open();

        live(1).send(order(both.getFirst(), both.getLast(), "k2abc", 7, "0.1", "0.1", 5));

        live(2);
        assertThat(heard.cuts.getFirst().message()).contains("unknown");
        assertThat(heard.orders).isEmpty();
        assertThat(heard.fills).isEmpty();
    }

    private long streamsTold() {
        return futures.exchange().health().parts().stream()
                .filter(part -> part.name().equals("binance-futures user stream"))
                .count();
    }

    private UserStream open() {
        return futures.account().stream(heard);
    }

    /** The next connection, once it was told live for the n-th time. */
    private Connection live(int times) throws Exception {
        Connection connection = sockets.next();
        Eventually.holds("live", () -> heard.count("live") == times);
        return connection;
    }

    private static String order(
            String execution,
            String status,
            String clientOrderId,
            long id,
            String last,
            String filled,
            long trade) {
        return """
        {"e":"ORDER_TRADE_UPDATE","E":1700000000001,"T":1700000000000,"o":{"s":"BTCUSDT",
         "c":"%s","S":"BUY","o":"LIMIT","f":"GTC","q":"0.010","p":"60000","ap":"60000","sp":"0",
         "x":"%s","X":"%s","i":%d,"l":"%s","z":"%s","L":"60000","N":"USDT","n":"0.03",
         "T":1700000000000,"t":%d,"b":"0","a":"0","m":false,"R":false,"wt":"CONTRACT_PRICE",
         "ot":"LIMIT","ps":"BOTH","cp":false,"rp":"0","pP":false,"si":0,"ss":0,"V":"NONE",
         "pm":"NONE","gtd":0,"er":"0"}}
        """
                .formatted(clientOrderId, execution, status, id, last, filled, trade);
    }

    private static String lite(long trade) {
        return """
        {"e":"TRADE_LITE","E":1700000000001,"T":1700000000000,"s":"BTCUSDT","q":"0.010",
         "p":"60000","m":false,"c":"k2abc","S":"BUY","L":"60000","l":"0.004","t":%d,"i":7}
        """
                .formatted(trade);
    }

    private static String algo(String status, String child, String filled) {
        return """
        {"e":"ALGO_UPDATE","T":1700000000000,"E":1700000000001,"o":{"caid":"k2abc","aid":99,
         "at":"CONDITIONAL","o":"STOP_MARKET","s":"BTCUSDT","S":"BUY","ps":"BOTH","f":"GTC",
         "q":"0.010","X":"%s","ai":"%s","ap":"60000","aq":"%s","act":"MARKET","tp":"61000",
         "p":"0","V":"EXPIRE_MAKER","wt":"CONTRACT_PRICE","pm":"NONE","cp":false,"pP":false,
         "R":false,"tt":0,"gtd":0}}
        """
                .formatted(status, child, filled);
    }

    private static String account(String positions) {
        return "{\"e\":\"ACCOUNT_UPDATE\",\"E\":1,\"T\":1,\"a\":{\"m\":\"ORDER\",\"B\":[{\"a\":"
                + "\"USDT\",\"wb\":\"100\",\"cw\":\"100\",\"bc\":\"0\"}],\"P\":["
                + positions
                + "]}}";
    }

    private static String side(String word, String amount) {
        return "{\"s\":\"BTCUSDT\",\"pa\":\""
                + amount
                + "\",\"ep\":\"60000\",\"bep\":\"0\",\"cr\":\"0\",\"up\":\"1\",\"mt\":\"isolated\","
                + "\"iw\":\"0\",\"ps\":\""
                + word
                + "\"}";
    }

    /** Keeps what it hears. */
    private static final class Recorder implements UserStreamListener {
        private final List<String> log = new CopyOnWriteArrayList<>();
        private final List<ExchangeError> cuts = new CopyOnWriteArrayList<>();
        private final List<ExchangeError> refusals = new CopyOnWriteArrayList<>();
        private final List<OrderReport> orders = new CopyOnWriteArrayList<>();
        private final List<Fill> fills = new CopyOnWriteArrayList<>();
        private final List<Balance> balances = new CopyOnWriteArrayList<>();
        private final List<Position> positions = new CopyOnWriteArrayList<>();

        long count(String word) {
            return log.stream().filter(word::equals).count();
        }

        @Override
        public void onLive() {
            log.add("live");
        }

        @Override
        public void onCut(ExchangeError cause) {
            cuts.add(cause);
            log.add("cut");
        }

        @Override
        public void onRefused(ExchangeError cause) {
            refusals.add(cause);
            log.add("refused");
        }

        @Override
        public void onOrder(OrderReport report) {
            log.add("order");
            orders.add(report);
        }

        @Override
        public void onFill(Fill fill) {
            log.add("fill");
            fills.add(fill);
        }

        @Override
        public void onBalances(List<Balance> changed) {
            balances.addAll(changed);
        }

        @Override
        public void onPositions(List<Position> changed) {
            positions.addAll(changed);
        }
    }
}
