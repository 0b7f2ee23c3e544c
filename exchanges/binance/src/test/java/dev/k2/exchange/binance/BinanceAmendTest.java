package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Account;
import dev.k2.exchange.Amendment;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changed orders against a scripted Binance. */
class BinanceAmendTest {
    private static final String ORDER = "/api/v3/order";
    private static final String SHRINK = "/api/v3/order/amend/keepPriority";
    private static final String REPLACE = "/api/v3/order/cancelReplace";
    private static final ClientOrderId OLD = new ClientOrderId("k2old");
    private static final ClientOrderId NEW = new ClientOrderId("k2new");

    private final TestBinance binance = start();
    private final Account account = binance.exchange().account(TestBinance.CREDENTIALS);
    private final Instrument btc = binance.instrument("BTC-USDT");

    private static TestBinance start() {
        try {
            return new TestBinance(1);
        } catch (IOException failed) {
            throw new IllegalStateException("no port is free", failed);
        }
    }

    @AfterEach
    void close() throws IOException {
        binance.close();
    }

    @Test
    void keepsThePlaceOfAnOrderThatOnlyGetsSmaller() {
        rests("NEW", "0");
        binance.on(
                "PUT " + SHRINK,
                request ->
                        Reply.json(
                                "{\"transactTime\":1,\"executionId\":2,\"amendedOrder\":"
                                    + "{\"symbol\":\"BTCUSDT\",\"orderId\":28,\"orderListId\":-1,"
                                    + "\"origClientOrderId\":\"k2old\",\"clientOrderId\":\"k2old\","
                                    + "\"price\":\"64950.12\",\"qty\":\"0.30\",\"executedQty\":\"0\","
                                    + "\"cumulativeQuoteQty\":\"0\",\"status\":\"NEW\","
                                    + "\"timeInForce\":\"GTC\",\"type\":\"LIMIT\",\"side\":\"BUY\"}}"));

        Amendment said = amend("0.30", "64950.12");

        var amended = (Amendment.Amended) said;
        assertThat(amended.id().text()).isEqualTo("28");
        assertThat(amended.clientOrderId()).contains(OLD);
        assertThat(amended.report().orElseThrow().quantity()).isEqualByComparingTo("0.3");
        assertThat(only("PUT", SHRINK).query())
                .startsWith("symbol=BTCUSDT&orderId=28&newClientOrderId=k2old&newQty=0.3&");
        assertThat(binance.requests("POST", REPLACE)).isEmpty();
    }

    @Test
    void changesAnOrderOfElsewhereByTheExchangesIdAlone() {
        binance.on(
                "GET " + ORDER, request -> Reply.json(order(28, "web_7f-1", "0.50", "NEW", "0")));
        binance.on(
                "PUT " + SHRINK,
                request ->
                        Reply.json(
                                "{\"transactTime\":1,\"executionId\":2,\"amendedOrder\":"
                                        + order(28, "web_7f-1", "0.30", "NEW", "0")
                                        + "}"));

        Amendment said = amend(OrderRef.of(btc, new ExchangeOrderId("28")), "0.30", "64950.12");

        var amended = (Amendment.Amended) said;
        assertThat(amended.id().text()).isEqualTo("28");
        assertThat(amended.clientOrderId()).isEmpty();
        assertThat(only("GET", ORDER).query()).startsWith("symbol=BTCUSDT&orderId=28&");
        assertThat(only("PUT", SHRINK).query())
                .startsWith("symbol=BTCUSDT&orderId=28&newClientOrderId=web_7f-1&newQty=0.3&");
    }

    @Test
    void replacesAnOrderThatNothingOfIsFilledAndOnlyThen() {
        rests("NEW", "0");
        binance.on(
                "POST " + REPLACE,
                request ->
                        Reply.json(
                                "{\"cancelResult\":\"SUCCESS\",\"newOrderResult\":\"SUCCESS\","
                                        + "\"cancelResponse\":"
                                        + order(28, "k2old", "0.50", "CANCELED", "0")
                                        + ",\"newOrderResponse\":"
                                        + order(29, "k2new", "0.70", "NEW", "0")
                                        + "}"));

        Amendment said = amend("0.70", "64950.12");

        var amended = (Amendment.Amended) said;
        assertThat(amended.id().text()).isEqualTo("29");
        assertThat(amended.clientOrderId()).contains(NEW);
        assertThat(only("POST", REPLACE).body())
                .contains("quantity=0.7&")
                .contains("cancelOrderId=28&")
                .contains("cancelReplaceMode=STOP_ON_FAILURE&")
                .contains("cancelRestrictions=ONLY_NEW&")
                .contains("newClientOrderId=k2new&");
    }

    @Test
    void tellsThatTheOldOneIsGoneAndTheNewOneWasRefused() {
        rests("NEW", "0");
        binance.on(
                "POST " + REPLACE,
                request ->
                        Reply.status(
                                409,
                                "{\"code\":-2021,\"msg\":\"Order cancel-replace partially"
                                        + " failed.\",\"data\":{\"cancelResult\":\"SUCCESS\","
                                        + "\"newOrderResult\":\"FAILURE\",\"cancelResponse\":"
                                        + order(28, "k2old", "0.50", "CANCELED", "0")
                                        + ",\"newOrderResponse\":{\"code\":-2010,\"msg\":"
                                        + "\"Account has insufficient balance for requested"
                                        + " action.\"}}}"));

        Amendment said = amend("0.70", "64950.12");

        ExchangeError reason = ((Amendment.CancelledOnly) said).reason();
        assertThat(reason.category()).isEqualTo(ErrorCategory.INSUFFICIENT_FUNDS);
        assertThat(reason.instrument()).contains(btc.id());
        assertThat(binance.requests("POST", REPLACE)).hasSize(1);
    }

    @Test
    void tellsThatNothingChangedWhereTheCancelWasRefused() {
        rests("NEW", "0");
        binance.on(
                "POST " + REPLACE,
                request ->
                        Reply.status(
                                400,
                                "{\"code\":-2022,\"msg\":\"Order cancel-replace failed.\","
                                        + "\"data\":{\"cancelResult\":\"FAILURE\","
                                        + "\"newOrderResult\":\"NOT_ATTEMPTED\",\"cancelResponse\":"
                                        + "{\"code\":-2011,\"msg\":\"Order was not canceled due to"
                                        + " cancel restrictions.\"},\"newOrderResponse\":null}}"));

        Amendment said = amend("0.70", "64950.12");

        ExchangeError reason = ((Amendment.Refused) said).reason();
        assertThat(reason.details()).containsEntry("code", "-2011");
        assertThat(reason.category()).isEqualTo(ErrorCategory.VALIDATION);
    }

    @Test
    void doesNotKnowWhatBecameOfANewOrderWhoseFateIsOpen() {
        rests("NEW", "0");
        binance.on(
                "POST " + REPLACE,
                request ->
                        Reply.status(
                                409,
                                "{\"code\":-2021,\"msg\":\"Order cancel-replace partially"
                                        + " failed.\",\"data\":{\"cancelResult\":\"SUCCESS\","
                                        + "\"newOrderResult\":\"FAILURE\",\"cancelResponse\":{},"
                                        + "\"newOrderResponse\":{\"code\":-1007,\"msg\":\"Timeout"
                                        + " waiting for response\"}}}"));

        assertThat(amend("0.70", "64950.12")).isInstanceOf(Amendment.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"500, ''", "504, ''", "408, ''", "200, not json"})
    void doesNotKnowWhatBecameOfAReplacementWithoutAClearAnswer(int status, String body) {
        rests("NEW", "0");
        binance.on("POST " + REPLACE, request -> Reply.status(status, body));

        Amendment said = amend("0.50", "60000");

        assertThat(((Amendment.Unknown) said).cause().category())
                .isEqualTo(ErrorCategory.UNKNOWN_OUTCOME);
        assertThat(binance.requests("POST", REPLACE)).hasSize(1);
    }

    @Test
    void placesOnlyWhatTheCancelLeavesOfAnOrderThatIsFilledInPart() {
        rests("PARTIALLY_FILLED", "0.10");
        binance.on(
                "DELETE " + ORDER,
                request -> Reply.json(order(28, "k2old", "0.50", "CANCELED", "0.15")));
        binance.on("POST " + ORDER, request -> Reply.json(order(29, "k2new", "0.45", "NEW", "0")));

        Amendment said = amend("0.60", "60000");

        assertThat(((Amendment.Amended) said).id().text()).isEqualTo("29");
        assertThat(only("POST", ORDER).body()).contains("quantity=0.45&").contains("price=60000&");
    }

    @Test
    void tellsThatTheRestWasNotPlaced() {
        rests("PARTIALLY_FILLED", "0.10");
        binance.on(
                "DELETE " + ORDER,
                request -> Reply.json(order(28, "k2old", "0.50", "CANCELED", "0.10")));
        binance.on(
                "POST " + ORDER,
                request -> Reply.status(400, "{\"code\":-2010,\"msg\":\"Market is closed.\"}"));

        Amendment said = amend("0.60", "60000");

        assertThat(((Amendment.CancelledOnly) said).reason().category())
                .isEqualTo(ErrorCategory.MARKET_STATUS);
    }

    @Test
    void placesNothingWhereTheFillsOvertookWhatWasWanted() {
        rests("PARTIALLY_FILLED", "0.10");
        binance.on(
                "DELETE " + ORDER,
                request -> Reply.json(order(28, "k2old", "0.50", "CANCELED", "0.45")));

        Amendment said = amend("0.40", "60000");

        assertThat(said).isInstanceOf(Amendment.CancelledOnly.class);
        assertThat(binance.requests("POST", ORDER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FILLED, 0.50", "CANCELED, 0", "EXPIRED, 0", "PENDING_NEW, 0"})
    void changesNothingThatIsNotOpen(String status, String filled) {
        rests(status, filled);

        assertThat(amend("0.70", "64950.12")).isInstanceOf(Amendment.Refused.class);
        nothingWasSent();
    }

    @Test
    void changesNothingWhereItIsAsWantedAlready() {
        rests("NEW", "0");

        assertThat(amend("0.50", "64950.12")).isInstanceOf(Amendment.Amended.class);
        nothingWasSent();
    }

    @Test
    void leavesAnOrderOfAListAlone() {
        binance.on(
                "GET " + ORDER,
                request ->
                        Reply.json(
                                order(28, "k2old", "0.50", "NEW", "0")
                                        .replace("\"orderListId\":-1", "\"orderListId\":7")));

        assertThat(amend("0.70", "64950.12")).isInstanceOf(Amendment.Refused.class);
        nothingWasSent();
    }

    @Test
    void changesNothingThatCannotBeFound() {
        binance.on(
                "GET " + ORDER,
                request -> Reply.status(400, "{\"code\":-2013,\"msg\":\"Order does not exist.\"}"));

        Amendment said = amend("0.70", "64950.12");

        assertThat(((Amendment.Refused) said).reason().category())
                .isEqualTo(ErrorCategory.ORDER_NOT_FOUND);
        nothingWasSent();
    }

    private Amendment amend(String quantity, String price) {
        return amend(OrderRef.of(btc, OLD), quantity, price);
    }

    private Amendment amend(OrderRef order, String quantity, String price) {
        var wanted =
                new NewOrder(
                        btc,
                        NEW,
                        Side.BUY,
                        OrderType.LIMIT,
                        TimeInForce.GTC,
                        new BigDecimal(quantity),
                        Optional.of(new BigDecimal(price)),
                        Optional.empty(),
                        OrderTerms.PLAIN);
        return account.orders().amend(new OrderChange(order, wanted));
    }

    private void rests(String status, String filled) {
        binance.on(
                "GET " + ORDER, request -> Reply.json(order(28, "k2old", "0.50", status, filled)));
    }

    private void nothingWasSent() {
        for (String path : List.of(ORDER, SHRINK, REPLACE)) {
            for (String method : List.of("POST", "PUT", "DELETE")) {
                assertThat(binance.requests(method, path)).isEmpty();
            }
        }
    }

    private Request only(String method, String path) {
        assertThat(binance.requests(method, path)).hasSize(1);
        return binance.requests(method, path).getFirst();
    }

    private static String order(
            long id, String clientOrderId, String quantity, String status, String filled) {
        return """
        {"symbol":"BTCUSDT","orderId":%d,"orderListId":-1,"clientOrderId":"%s",
         "price":"64950.12000000","origQty":"%s","executedQty":"%s",
         "cummulativeQuoteQty":"0.00000000","status":"%s","timeInForce":"GTC","type":"LIMIT",
         "side":"BUY","stopPrice":"0.0","icebergQty":"0.0","time":1700000000000,
         "updateTime":1700000000123,"selfTradePreventionMode":"EXPIRE_MAKER"}
        """
                .formatted(id, clientOrderId, quantity, filled, status);
    }
}
