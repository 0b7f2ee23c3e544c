package dev.k2.exchange.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Account;
import dev.k2.exchange.Amendment;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.ScriptedHttpServer;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of an order, and what may not be said of it. */
class CryptocomOrdersTest {
    private static final String PRIVATE = "/exchange/v1/private/";
    private static final String ABSENT = "{\"code\":40401,\"message\":\"NOT_FOUND\"}";
    private static final String BUSY = "{\"code\":42901,\"message\":\"RATE_LIMIT\"}";
    private static final Instrument MARKET = TestCryptocom.SPOT;
    private static final ClientOrderId ID = new ClientOrderId("k2a");
    private static final OrderRef ORDER = OrderRef.of(MARKET, ID);

    private final Map<String, Deque<Reply>> script = new ConcurrentHashMap<>();
    private ScriptedHttpServer server;
    private CryptocomExchange exchange;
    private Account account;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedHttpServer(this::answer);
        exchange =
                CryptocomExchange.open(CryptocomConfig.sim(server.port()), InstantSource.system());
        account = exchange.account(Credentials.hmac("key", "0123456789"));
    }

    @AfterEach
    void close() throws Exception {
        account.close();
        exchange.close();
        server.close();
    }

    @Test
    void anOrderIsAbsentOnlyWhereItIsNotAmongThoseThatWaitEither() {
        script("get-order-detail", Reply.status(404, ABSENT));
        script("advanced/get-order-detail", Reply.status(404, ABSENT));

        assertThat(account.orders().find(ORDER)).isInstanceOf(Lookup.Absent.class);
    }

    @Test
    void anOrderIsNotAbsentWhereNobodySaidWhetherItWaits() {
        script("get-order-detail", Reply.status(404, ABSENT));
        script("advanced/get-order-detail", Reply.status(429, BUSY));

        assertThat(account.orders().find(ORDER)).isInstanceOf(Lookup.Failed.class);
    }

    @Test
    void aCancelTellsWhyAnOrderThatMayWaitWasNotCancelled() {
        script("cancel-order", Reply.status(404, ABSENT));
        script("advanced/cancel-order", Reply.status(429, BUSY));

        Cancellation said = account.orders().cancel(ORDER);

        assertThat(said).isInstanceOf(Cancellation.Refused.class);
        assertThat(((Cancellation.Refused) said).reason().category())
                .isEqualTo(ErrorCategory.RATE_LIMIT);
    }

    @Test
    void aChangeThatWasRefusedIsUnclearWhereNobodySaysWhetherTheOrderStillStands() {
        script("get-order-detail", Reply.json(resting()), Reply.status(429, BUSY));
        script("amend-order", Reply.status(400, "{\"code\":306,\"message\":\"FUNDS\"}"));
        script("advanced/get-order-detail", Reply.status(404, ABSENT));

        Amendment said = account.orders().amend(new OrderChange(ORDER, order("2")));

        assertThat(said).isInstanceOf(Amendment.Unknown.class);
    }

    @Test
    void neverSendsAnOrderTwiceWhoseAnswerWasLost() {
        script("create-order", new Reply.Drop());

        assertThat(account.orders().place(order("1"))).isInstanceOf(Placement.Unknown.class);
        assertThat(server.requests("POST", PRIVATE + "create-order")).hasSize(1);
    }

    private void script(String method, Reply... replies) {
        script.put(PRIVATE + method, new ArrayDeque<>(List.of(replies)));
    }

    /** The last word of a script holds. */
    private Reply answer(Request request) {
        Deque<Reply> replies = script.get(request.path());
        if (replies == null) {
            return request.path().endsWith("get-tickers")
                    ? Reply.json(ticker())
                    : Reply.status(500, "{\"code\":50001,\"message\":\"nothing is scripted\"}");
        }
        synchronized (replies) {
            return replies.size() > 1 ? replies.pop() : replies.getFirst();
        }
    }

    private static String ticker() {
        return """
        {"id":-1,"method":"public/get-tickers","code":0,"result":{"data":[{"i":"BTC_USD","h":"1","l":"1",\
        "a":"1","v":"1","vv":"1","oi":"0","c":"0","b":"1","k":"2","t":%d}]}}\
        """
                .formatted(InstantSource.system().millis());
    }

    private static String resting() {
        return """
        {"id":1,"method":"private/get-order-detail","code":0,"result":{"instrument_name":"BTC_USD",\
        "order_id":"77","client_oid":"k2a","order_type":"LIMIT","side":"BUY","quantity":"1",\
        "limit_price":"10000","cumulative_quantity":"0","cumulative_value":"0","avg_price":"0",\
        "status":"ACTIVE","time_in_force":"GOOD_TILL_CANCEL","create_time":1700000000000,\
        "update_time":1700000000000}}\
        """;
    }

    private static NewOrder order(String quantity) {
        return NewOrder.limit(
                MARKET, ID, Side.BUY, new BigDecimal(quantity), new BigDecimal("10000"));
    }
}
