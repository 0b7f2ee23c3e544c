package dev.k2.exchange.cryptocom;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedNotice;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.PayloadFolder;
import dev.k2.exchange.net.PayloadTables;
import dev.k2.model.CandleInterval;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.PositionSide;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every recorded or documented payload of Crypto.com, read by the parser that it is for. Reading is
 * strict here: a field that is neither read nor named as ignored fails the test, and so does a file
 * that stands in none of the tables.
 */
class CryptocomPayloadsTest extends PayloadTables<CryptocomPayloadsTest.Reader> {
    private static final List<String> KINDS =
            List.of(
                    "rest_ccxt_comment",
                    "rest_jkorf",
                    "rest_spec_example",
                    "signature_vectors",
                    "ws_ccxt_comment",
                    "ws_jkorf",
                    "ws_recorded_2026_09",
                    "ws_requests_jkorf",
                    "ws_spec_example");

    /** What reads a body. */
    enum Reader {
        INSTRUMENTS,
        TICKERS,
        BOOKS,
        TRADES,
        CANDLES,
        VALUES,
        ORDERS,
        ORDER,
        FILLS,
        WALLETS,
        POSITIONS,
        FEES,
        SETTINGS,
        ACCOUNTS,
        /** An order, a change or a cancel that was taken. */
        TAKEN,
        /** What was said to each order of a list. */
        PARTS,
        LIST_TAKEN,
        /** An answer that says nothing but that it was done. */
        DONE,
        REFUSAL,
        /** What somebody sends. */
        REQUEST,
        OWN_REQUEST,
        HEARTBEAT,
        HEARTBEAT_ANSWER,
        /** An answer to a subscription. */
        NOTICE,
        /** A message of a market stream. */
        STREAM,
        /** The same without what stands around it. */
        BARE_STREAM,
        /** A message of an account's stream. */
        USER,
        /** What both sides say over a socket. */
        CONVERSATION,
        BARE_ACCOUNT,
        BARE_ORDER,
        BARE_PART,
        BARE_POSITION,
        BARE_TICKER,
        BARE_FEES
    }

    private static final String FUNDS = "K2 moves no money";
    private static final String SUB = "K2 does not manage accounts of others";
    private static final String ISO = "K2 sets no margin aside";
    private static final String LEDGER = "K2 keeps a ledger of its own";
    private static final String OTHER = "K2 takes prices from tickers, trades and books";
    private static final String FUTURES = "K2 does not trade contracts with an end";
    private static final String FEES = "K2 asks for the fees of an instrument";
    private static final String OWN_RULE = "K2 says what is to happen with each order";

    private static final Map<String, Reader> READ =
            Map.ofEntries(
                    entry("rest_ccxt_comment/cancelOrder_1.json", Reader.TAKEN),
                    entry("rest_ccxt_comment/createOrder_1.json", Reader.TAKEN),
                    entry("rest_ccxt_comment/createOrders_2.json", Reader.PARTS),
                    entry("rest_ccxt_comment/fetchAccounts_1.json", Reader.ACCOUNTS),
                    entry("rest_ccxt_comment/fetchBalance_1.json", Reader.WALLETS),
                    entry("rest_ccxt_comment/fetchMarkets_1.json", Reader.INSTRUMENTS),
                    entry("rest_ccxt_comment/fetchMyTrades_1.json", Reader.FILLS),
                    entry("rest_ccxt_comment/fetchOHLCV_1.json", Reader.CANDLES),
                    entry("rest_ccxt_comment/fetchOpenOrders_1.json", Reader.ORDERS),
                    entry("rest_ccxt_comment/fetchOrderBook_1.json", Reader.BOOKS),
                    entry("rest_ccxt_comment/fetchOrders_1.json", Reader.ORDERS),
                    entry("rest_ccxt_comment/fetchPosition_1.json", Reader.POSITIONS),
                    entry("rest_ccxt_comment/fetchPositions_1.json", Reader.POSITIONS),
                    entry("rest_ccxt_comment/fetchTrades_1.json", Reader.TRADES),
                    entry("rest_ccxt_comment/parseAccount_1.json", Reader.BARE_ACCOUNT),
                    entry("rest_ccxt_comment/parseOrder_2.json", Reader.BARE_ORDER),
                    entry("rest_ccxt_comment/parseOrder_3.json", Reader.BARE_PART),
                    entry("rest_ccxt_comment/parsePosition_1.json", Reader.BARE_POSITION),
                    entry("rest_ccxt_comment/parseTicker_1.json", Reader.BARE_TICKER),
                    entry("rest_ccxt_comment/parseTicker_2.json", Reader.BARE_TICKER),
                    entry("rest_ccxt_comment/parseTradingFee_1.json", Reader.BARE_FEES),
                    entry("rest_jkorf/Account_GetAccountInfo.json", Reader.ACCOUNTS),
                    entry("rest_jkorf/Account_GetAccountSettings.json", Reader.SETTINGS),
                    entry("rest_jkorf/Account_GetBalances.json", Reader.WALLETS),
                    entry("rest_jkorf/ExchangeData_GetKlines.json", Reader.CANDLES),
                    entry("rest_jkorf/ExchangeData_GetSymbols.json", Reader.INSTRUMENTS),
                    entry("rest_jkorf/ExchangeData_GetTickers.json", Reader.TICKERS),
                    entry("rest_jkorf/ExchangeData_GetTradeHistory.json", Reader.TRADES),
                    entry("rest_jkorf/ExchangeData_GetValuations.json", Reader.VALUES),
                    entry("rest_jkorf/Trading_EditOrder.json", Reader.TAKEN),
                    entry("rest_jkorf/Trading_GetOcoOrder.json", Reader.ORDERS),
                    entry("rest_jkorf/Trading_GetOpenOrders.json", Reader.ORDERS),
                    entry("rest_jkorf/Trading_GetPositions.json", Reader.POSITIONS),
                    entry(
                            "rest_spec_example/private_advanced_amend-order.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_advanced_amend-order.response200.ex.json",
                            Reader.TAKEN),
                    entry(
                            "rest_spec_example/private_advanced_cancel-all-orders.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_advanced_cancel-all-orders.response200.ex.json",
                            Reader.DONE),
                    entry(
                            "rest_spec_example/private_advanced_cancel-order.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_advanced_cancel-order.response200.ex.json",
                            Reader.TAKEN),
                    entry(
                            "rest_spec_example/private_advanced_cancel-otoco.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_advanced_cancel-otoco.response200.ex.json",
                            Reader.DONE),
                    entry(
                            "rest_spec_example/private_advanced_create-oco.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_advanced_create-oco.response200.ex.json",
                            Reader.LIST_TAKEN),
                    entry(
                            "rest_spec_example/private_advanced_create-order-list.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_advanced_create-order-list.response200.ex.json",
                            Reader.PARTS),
                    entry(
                            "rest_spec_example/private_advanced_create-oto.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_advanced_create-oto.response200.ex.json",
                            Reader.LIST_TAKEN),
                    entry(
                            "rest_spec_example/private_advanced_get-order-detail.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_advanced_get-order-detail.response200.ex.json",
                            Reader.ORDER),
                    entry(
                            "rest_spec_example/private_advanced_get-order-list-detail.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_advanced_get-order-list-detail.response200.ex.json",
                            Reader.ORDERS),
                    entry(
                            "rest_spec_example/private_cancel-order-list.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_cancel-order-list.response200.ex.json",
                            Reader.PARTS),
                    entry("rest_spec_example/private_cancel-order.request.ex.json", Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_cancel-order.response200.ex.json",
                            Reader.TAKEN),
                    entry(
                            "rest_spec_example/private_change-account-leverage.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_change-account-leverage.response200.ex.json",
                            Reader.DONE),
                    entry(
                            "rest_spec_example/private_change-account-settings.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_change-isolated-margin-leverage.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_close-position.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_close-position.response200.ex.json",
                            Reader.TAKEN),
                    entry(
                            "rest_spec_example/private_create-isolated-margin-transfer.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_create-order-list.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_create-order-list.response200.ex.json",
                            Reader.PARTS),
                    entry(
                            "rest_spec_example/private_create-order.request.Combo.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_create-order.request.DMA.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_create-order.response200.ex.json",
                            Reader.TAKEN),
                    entry(
                            "rest_spec_example/private_create-order.response400.ex.json",
                            Reader.REFUSAL),
                    entry(
                            "rest_spec_example/private_create-order.response401.ex.json",
                            Reader.REFUSAL),
                    entry(
                            "rest_spec_example/private_create-order.response408.ex.json",
                            Reader.REFUSAL),
                    entry(
                            "rest_spec_example/private_create-order.response429.ex.json",
                            Reader.REFUSAL),
                    entry(
                            "rest_spec_example/private_create-order.response500.ex.json",
                            Reader.REFUSAL),
                    entry(
                            "rest_spec_example/private_create-subaccount-transfer.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_create-withdrawal.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_get-account-settings.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_get-account-settings.response200.ex.json",
                            Reader.SETTINGS),
                    entry("rest_spec_example/private_get-accounts.request.ex.json", Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_get-accounts.response200.ex.json",
                            Reader.ACCOUNTS),
                    entry(
                            "rest_spec_example/private_get-currency-networks.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_get-deposit-address.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_get-deposit-history.request.ex.json",
                            Reader.REQUEST),
                    entry("rest_spec_example/private_get-fee-rate.request.ex.json", Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_get-instrument-fee-rate.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_get-instrument-fee-rate.response200.ex.json",
                            Reader.FEES),
                    entry(
                            "rest_spec_example/private_get-open-orders.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_get-open-orders.response200.ex.json",
                            Reader.ORDERS),
                    entry(
                            "rest_spec_example/private_get-positions.request.ex.json",
                            Reader.REQUEST),
                    entry(
                            "rest_spec_example/private_get-positions.response200.ex.json",
                            Reader.POSITIONS),
                    entry(
                            "rest_spec_example/private_get-subaccount-balances.request.ex.json",
                            Reader.REQUEST),
                    entry("rest_spec_example/private_get-trades.request.ex.json", Reader.REQUEST),
                    entry("rest_spec_example/private_get-trades.response200.ex.json", Reader.FILLS),
                    entry(
                            "rest_spec_example/private_get-transactions.request.ex.json",
                            Reader.REQUEST),
                    entry("rest_spec_example/public_get-book.response200.ex.json", Reader.BOOKS),
                    entry("rest_spec_example/public_get-book.response400.ex.json", Reader.REFUSAL),
                    entry("rest_spec_example/public_get-book.response408.ex.json", Reader.REFUSAL),
                    entry("rest_spec_example/public_get-book.response429.ex.json", Reader.REFUSAL),
                    entry("rest_spec_example/public_get-book.response500.ex.json", Reader.REFUSAL),
                    entry(
                            "rest_spec_example/public_get-candlestick.response200.ex.json",
                            Reader.CANDLES),
                    entry(
                            "rest_spec_example/public_get-instruments.response200.ex.json",
                            Reader.INSTRUMENTS),
                    entry(
                            "rest_spec_example/public_get-tickers.response200.ex.json",
                            Reader.TICKERS),
                    entry("ws_ccxt_comment/handleBalance_1.json", Reader.USER),
                    entry("ws_ccxt_comment/handleMessage_1.json", Reader.HEARTBEAT),
                    entry("ws_ccxt_comment/handleOrder_1.json", Reader.TAKEN),
                    entry("ws_ccxt_comment/handleOrders_1.json", Reader.USER),
                    entry("ws_ccxt_comment/handleTicker_1.json", Reader.BARE_STREAM),
                    entry("ws_ccxt_comment/pong_1.json", Reader.HEARTBEAT),
                    entry("ws_jkorf/Concurrent.json", Reader.CONVERSATION),
                    entry("ws_jkorf/Klines.json", Reader.CONVERSATION),
                    entry("ws_jkorf/Ticker.json", Reader.CONVERSATION),
                    entry("ws_recorded_2026_09/book_snapshot.json", Reader.STREAM),
                    entry("ws_recorded_2026_09/book_update_idle.json", Reader.STREAM),
                    entry("ws_recorded_2026_09/book_update_with_deletes.json", Reader.STREAM),
                    entry("ws_recorded_2026_09/error_max_subscriptions.json", Reader.NOTICE),
                    entry("ws_recorded_2026_09/error_unknown_symbol.json", Reader.NOTICE),
                    entry(
                            "ws_recorded_2026_09/funding_first_frame_has_request_id.json",
                            Reader.STREAM),
                    entry("ws_recorded_2026_09/heartbeat.json", Reader.HEARTBEAT),
                    entry("ws_recorded_2026_09/heartbeat_response.json", Reader.HEARTBEAT_ANSWER),
                    entry("ws_recorded_2026_09/index.json", Reader.STREAM),
                    entry("ws_recorded_2026_09/mark.json", Reader.STREAM),
                    entry("ws_recorded_2026_09/subscribe_ack.json", Reader.NOTICE),
                    entry("ws_recorded_2026_09/subscribe_book_request.json", Reader.OWN_REQUEST),
                    entry("ws_requests_jkorf/CancelOrder.json", Reader.CONVERSATION),
                    entry("ws_requests_jkorf/CancelOrders.json", Reader.CONVERSATION),
                    entry("ws_requests_jkorf/GetBalances.json", Reader.CONVERSATION),
                    entry("ws_requests_jkorf/GetOpenOrders.json", Reader.CONVERSATION),
                    entry("ws_requests_jkorf/PlaceMultipleOrders.json", Reader.CONVERSATION),
                    entry("ws_requests_jkorf/PlaceOcoOrder.json", Reader.CONVERSATION),
                    entry("ws_requests_jkorf/PlaceOrder.json", Reader.CONVERSATION),
                    entry("ws_spec_example/book_update.json", Reader.STREAM),
                    entry("ws_spec_example/user_order.json", Reader.USER),
                    entry("ws_spec_example/user_trade.json", Reader.USER));

    /** Payloads of what K2 does not use, with the reason. They are still JSON. */
    private static final Map<String, String> UNUSED =
            Map.ofEntries(
                    entry("rest_ccxt_comment/fetchDepositAddressesByNetwork_1.json", FUNDS),
                    entry("rest_ccxt_comment/fetchDeposits_1.json", FUNDS),
                    entry("rest_ccxt_comment/fetchLedger_1.json", LEDGER),
                    entry("rest_ccxt_comment/fetchSettlementHistory_1.json", FUTURES),
                    entry("rest_ccxt_comment/parseDepositWithdrawFee_1.json", FUNDS),
                    entry("rest_ccxt_comment/parseSettlement_1.json", FUTURES),
                    entry("rest_ccxt_comment/parseTradingFees_1.json", FEES),
                    entry("rest_ccxt_comment/parseTransaction_1.json", FUNDS),
                    entry("rest_ccxt_comment/parseTransaction_2.json", FUNDS),
                    entry("rest_ccxt_comment/parseTransaction_3.json", FUNDS),
                    entry("rest_ccxt_comment/withdraw_1.json", FUNDS),
                    entry("rest_jkorf/Account_CreateIsolatedMarginTransfer.json", ISO),
                    entry("rest_jkorf/Account_GetBalanceHistory.json", LEDGER),
                    entry("rest_jkorf/Account_GetFeeRate.json", FEES),
                    entry("rest_jkorf/Account_GetTransactionHistory.json", LEDGER),
                    entry("rest_jkorf/Account_GetWithdrawalHistory.json", FUNDS),
                    entry("rest_jkorf/Account_Withdraw.json", FUNDS),
                    entry("rest_jkorf/ExchangeData_GetAnnouncements.json", OTHER),
                    entry("rest_jkorf/ExchangeData_GetExpiredSettlementPrice.json", FUTURES),
                    entry("rest_jkorf/ExchangeData_GetInsurance.json", OTHER),
                    entry("rest_jkorf/ExchangeData_GetRiskParameters.json", OTHER),
                    entry(
                            "rest_spec_example/private_change-account-settings.response200.ex.json",
                            OWN_RULE),
                    entry(
                            "rest_spec_example/private_change-isolated-margin-leverage.response200.ex.json",
                            ISO),
                    entry(
                            "rest_spec_example/private_create-isolated-margin-transfer.response200.ex.json",
                            ISO),
                    entry(
                            "rest_spec_example/private_create-subaccount-transfer.response200.ex.json",
                            SUB),
                    entry("rest_spec_example/private_create-withdrawal.response200.ex.json", FUNDS),
                    entry(
                            "rest_spec_example/private_get-currency-networks.response200.ex.json",
                            FUNDS),
                    entry(
                            "rest_spec_example/private_get-deposit-address.response200.ex.json",
                            FUNDS),
                    entry(
                            "rest_spec_example/private_get-deposit-history.response200.ex.json",
                            FUNDS),
                    entry("rest_spec_example/private_get-fee-rate.response200.ex.json", FEES),
                    entry(
                            "rest_spec_example/private_get-subaccount-balances.response200.ex.json",
                            SUB),
                    entry("rest_spec_example/private_get-transactions.response200.ex.json", LEDGER),
                    entry("rest_spec_example/public_get-insurance.response200.ex.json", OTHER));

    private static final Set<String> SAID_AROUND =
            Set.of("id", "method", "code", "result", "channel", "message");
    private static final Set<String> SAID_OF_STREAMS =
            Set.of("instrument_name", "subscription", "channel", "depth", "interval", "data");
    private static final Set<String> SAID_OF_BOOKS =
            Set.of("asks", "bids", "update", "t", "tt", "u", "pu", "cs");

    CryptocomPayloadsTest() {
        super(
                new PayloadFolder("cryptocom"),
                KINDS,
                READ,
                UNUSED,
                Set.of("signature_vectors/vectors.json"));
    }

    @Override
    protected void read(Reader reader, JsonNode body) throws Exception {
        var id = TestCryptocom.PERPETUAL.id();
        switch (reader) {
            case INSTRUMENTS -> each(body, CryptocomRestWire.Symbol.class);
            case TICKERS -> each(body, CryptocomRestWire.Ticker.class).forEach(this::ticker);
            case BOOKS ->
                    each(body, CryptocomRestWire.Depth.class)
                            .forEach(wire -> CryptocomParse.book(id, wire, 2));
            case TRADES -> {
                for (var wire : each(body, CryptocomRestWire.Trade.class)) {
                    CryptocomParse.trade(id, wire);
                }
            }
            case CANDLES -> each(body, CryptocomRestWire.Candlestick.class);
            case VALUES -> each(body, CryptocomRestWire.Value.class);
            case ORDERS -> {
                for (var wire : each(body, CryptocomAccountWire.Order.class)) {
                    CryptocomOrderParse.order(id, wire);
                }
            }
            case ORDER ->
                    CryptocomOrderParse.order(
                            id, strict(result(body), CryptocomAccountWire.Order.class));
            case FILLS -> {
                for (var wire : each(body, CryptocomAccountWire.Trade.class)) {
                    assertThat(CryptocomOrderParse.fill(id, wire).fee()).isPositive();
                }
            }
            case WALLETS ->
                    each(body, CryptocomAccountWire.Wallet.class)
                            .forEach(wire -> CryptocomParse.balances(wire, true));
            case POSITIONS ->
                    each(body, CryptocomAccountWire.Position.class)
                            .forEach(wire -> CryptocomParse.position(id, wire));
            case FEES -> strict(result(body), CryptocomAccountWire.FeeRate.class);
            case SETTINGS ->
                    assertThat(
                                    strict(result(body).get(0), CryptocomAccountWire.Settings.class)
                                            .leverage())
                            .isEqualTo(20);
            case ACCOUNTS -> accounts(body);
            case TAKEN -> strict(result(body), CryptocomAccountWire.Taken.class);
            case PARTS -> {
                for (JsonNode part : result(body)) {
                    strict(part, CryptocomAccountWire.Part.class);
                }
            }
            case LIST_TAKEN ->
                    assertThat(strict(result(body), CryptocomAccountWire.ListTaken.class).listId())
                            .isNotEmpty();
            case DONE -> assertThat(strict(body, CryptocomRestWire.Envelope.class).code()).isZero();
            case REFUSAL ->
                    assertThat(CryptocomCodes.table())
                            .containsKey(strict(body, CryptocomRestWire.Envelope.class).code());
            case REQUEST -> {
                assertThat(body.path("method").asText()).startsWith("private/");
                Map<?, ?> params =
                        Json.lenient().convertValue(body.path("params"), LinkedHashMap.class);
                Map<String, Object> named = new LinkedHashMap<>();
                params.forEach((name, value) -> named.put(String.valueOf(name), value));
                assertThat(CryptocomSigner.text(named)).doesNotContain(" ");
            }
            case OWN_REQUEST -> ownRequest(body);
            case HEARTBEAT -> {
                byte[] bytes = bytes(body);
                assertThat(CryptocomHeartbeat.reply(bytes, bytes.length))
                        .isEqualTo(
                                "{\"id\":"
                                        + body.path("id")
                                        + ",\"method\":\"public/respond-heartbeat\"}");
            }
            case HEARTBEAT_ANSWER -> {
                JsonNode asked = whole("ws_recorded_2026_09/heartbeat.json");
                byte[] bytes = bytes(asked);
                assertThat(Json.lenient().readTree(CryptocomHeartbeat.reply(bytes, bytes.length)))
                        .isEqualTo(body);
            }
            case NOTICE -> notice(body);
            case STREAM -> stream(body);
            case BARE_STREAM -> {
                var around = Json.lenient().createObjectNode();
                around.put("id", -1).put("method", "subscribe").put("code", 0);
                around.set("result", body);
                stream(around);
            }
            case USER -> user(body);
            case CONVERSATION -> conversation(body);
            case BARE_ACCOUNT -> strict(body, CryptocomAccountWire.Named.class);
            case BARE_ORDER ->
                    CryptocomOrderParse.order(id, strict(body, CryptocomAccountWire.Order.class));
            case BARE_PART -> strict(body, CryptocomAccountWire.Part.class);
            case BARE_POSITION ->
                    CryptocomParse.position(id, strict(body, CryptocomAccountWire.Position.class));
            case BARE_TICKER -> ticker(strict(body, CryptocomRestWire.Ticker.class));
            case BARE_FEES ->
                    assertThat(
                                    CryptocomParse.fees(
                                                    strict(
                                                            body,
                                                            CryptocomAccountWire.FeeRate.class))
                                            .maker())
                            .isEqualByComparingTo("0.00065");
        }
    }

    private void ticker(CryptocomRestWire.Ticker wire) {
        assertThat(CryptocomParse.ticker(TestCryptocom.PERPETUAL, wire)).isPresent();
    }

    private static void accounts(JsonNode body) throws Exception {
        var told = strict(result(body), CryptocomAccountWire.Accounts.class);
        assertThat(told.masterAccount()).isNotNull();
        for (JsonNode sub : result(body).path("sub_account_list")) {
            strict(sub, CryptocomAccountWire.Named.class);
        }
    }

    private static void ownRequest(JsonNode body) throws Exception {
        List<String> names = new ArrayList<>();
        body.path("params").path("channels").forEach(name -> names.add(name.asText()));
        var ours =
                (com.fasterxml.jackson.databind.node.ObjectNode)
                        Json.lenient().readTree(protocol().request(true, names, 1));
        ours.set("nonce", body.path("nonce"));
        assertThat(ours).isEqualTo(body);
    }

    private static CryptocomFeedProtocol protocol() {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        var http = new CryptocomHttp(CryptocomConfig.sim(1), dev.k2.exchange.net.Net.open(clock));
        return new CryptocomFeedProtocol(
                CryptocomConfig.sim(1), clock, Optional::empty, new CryptocomRest(http));
    }

    private static void notice(JsonNode body) throws Exception {
        strict(body, CryptocomRestWire.Envelope.class);
        byte[] bytes = bytes(body);
        FeedNotice notice = protocol().notice(bytes, bytes.length);
        List<String> named =
                body.has("channel") ? List.of(body.path("channel").asText()) : List.of();
        assertThat(notice)
                .isEqualTo(
                        body.path("code").asInt() == 0
                                ? new FeedNotice.Begun(named)
                                : new FeedNotice.Refused(
                                        named,
                                        body.path("code").asInt()
                                                + " "
                                                + body.path("message").asText()));
    }

    private static void stream(JsonNode body) throws Exception {
        JsonNode result = body.path("result");
        body.fieldNames().forEachRemaining(name -> assertThat(SAID_AROUND).contains(name));
        result.fieldNames().forEachRemaining(name -> assertThat(SAID_OF_STREAMS).contains(name));
        String name = result.path("subscription").asText();
        Channel channel;
        switch (result.path("channel").asText()) {
            case "ticker" -> {
                strict(result.path("data"), CryptocomRestWire.Ticker[].class);
                channel = Channel.TICKER;
            }
            case "candlestick" -> {
                if (!result.path("data").path(0).has("t")) {
                    // Cut short by whoever wrote it down.
                    return;
                }
                strict(result.path("data"), CryptocomRestWire.Candlestick[].class);
                channel = Channel.candles(CandleInterval.D1);
            }
            case "mark", "index", "funding" -> {
                strict(result.path("data"), CryptocomRestWire.Value[].class);
                channel = Channel.MARK_PRICE;
            }
            default -> {
                result.path("data")
                        .forEach(
                                row ->
                                        row.fieldNames()
                                                .forEachRemaining(
                                                        field ->
                                                                assertThat(SAID_OF_BOOKS)
                                                                        .contains(field)));
                channel = Channel.BOOK;
            }
        }
        Names<CryptocomStream> names = new Names<>();
        names.put(
                (channel.equals(Channel.MARK_PRICE) ? "mark.BTCUSD-PERP" : name)
                        .getBytes(StandardCharsets.UTF_8),
                CryptocomStream.of(TestCryptocom.PERPETUAL, channel));
        List<String> skipped = new ArrayList<>();
        var listener =
                new FeedListener() {
                    @Override
                    public void onSkipped(String what) {
                        skipped.add(what);
                    }
                };
        var reader =
                new CryptocomFeedReader(names, listener, new CryptocomFeedBytes.Waiting(listener));
        byte[] bytes = bytes(body);
        assertThat(reader.read(bytes, bytes.length, 1)).isEqualTo(body.path("id").asInt() < 0);
        assertThat(skipped).isEmpty();
    }

    private static void user(JsonNode body) throws Exception {
        JsonNode result = body.path("result");
        String channel = result.path("channel").asText();
        for (JsonNode row : result.path("data")) {
            if (channel.startsWith("user.order")) {
                CryptocomOrderParse.order(
                        TestCryptocom.PERPETUAL.id(),
                        strict(row, CryptocomAccountWire.Order.class));
            } else if (channel.startsWith("user.trade")) {
                CryptocomOrderParse.fill(
                        TestCryptocom.PERPETUAL.id(),
                        strict(row, CryptocomAccountWire.Trade.class));
            } else {
                CryptocomParse.balances(strict(row, CryptocomAccountWire.Wallet.class), false);
            }
        }
        assertThat(result.path("data").size()).isPositive();
    }

    private void conversation(JsonNode body) throws Exception {
        JsonNode frame = body.path("frame");
        if (body.path("dir").asText().equals("client")) {
            return;
        }
        switch (frame.path("method").asText()) {
            case "subscribe" -> {
                if (frame.has("result")) {
                    stream(frame);
                } else {
                    assertThat(frame.path("code").asInt()).isZero();
                }
            }
            case "public/auth" -> assertThat(frame.path("code").asInt()).isZero();
            case "private/user-balance" -> read(Reader.WALLETS, frame);
            case "private/get-open-orders" -> read(Reader.ORDERS, frame);
            case "private/create-order-list", "private/cancel-order-list" -> {
                for (JsonNode part : result(frame).path("result_list")) {
                    strict(part, CryptocomAccountWire.Part.class);
                }
            }
            default -> read(Reader.TAKEN, frame);
        }
    }

    private static byte[] bytes(JsonNode body) throws Exception {
        return Json.lenient().writeValueAsBytes(body);
    }

    private static JsonNode result(JsonNode body) throws Exception {
        JsonNode result = strict(body, CryptocomRestWire.Envelope.class).result();
        assertThat(result).isNotNull();
        return result;
    }

    private static <T> List<T> each(JsonNode body, Class<T> type) throws Exception {
        List<T> read = new ArrayList<>();
        for (JsonNode node : strict(result(body), CryptocomRestWire.Page.class).data()) {
            read.add(strict(node, type));
        }
        assertThat(read).isNotEmpty();
        return read;
    }

    @Test
    void readsWhatTheFilesSayOfOrders() throws Exception {
        var orders =
                each(
                        whole("rest_jkorf/Trading_GetOcoOrder.json"),
                        CryptocomAccountWire.Order.class);
        var limit = CryptocomOrderParse.order(TestCryptocom.PERPETUAL.id(), orders.getFirst());
        var stop = CryptocomOrderParse.order(TestCryptocom.PERPETUAL.id(), orders.getLast());

        assertThat(limit.type()).isEqualTo(OrderType.LIMIT);
        assertThat(limit.price()).contains(new BigDecimal("23000.0"));
        assertThat(limit.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(limit.clientOrderId()).isEmpty();
        assertThat(stop.type()).isEqualTo(OrderType.STOP);
        assertThat(stop.price()).isEmpty();
        assertThat(stop.status().isFinal()).isFalse();
    }

    @Test
    void readsWhatTheFilesSayOfAccounts() throws Exception {
        var fill =
                CryptocomOrderParse.fill(
                        TestCryptocom.PERPETUAL.id(),
                        each(
                                        whole(
                                                "rest_spec_example/private_get-trades.response200.ex.json"),
                                        CryptocomAccountWire.Trade.class)
                                .getFirst());
        var position =
                CryptocomParse.position(
                        TestCryptocom.PERPETUAL.id(),
                        each(
                                        whole("rest_jkorf/Trading_GetPositions.json"),
                                        CryptocomAccountWire.Position.class)
                                .getFirst());

        assertThat(fill.fee()).isEqualByComparingTo("1.025570");
        assertThat(fill.feeCurrency()).isEqualTo("USD");
        assertThat(fill.maker()).isTrue();
        assertThat(position.side()).isEqualTo(PositionSide.SHORT);
        assertThat(position.quantity()).isEqualByComparingTo("0.1984");
        assertThat(position.entryPrice()).isEqualByComparingTo("51206.412298387097");
        assertThat(position.unrealisedProfit()).isEqualByComparingTo("-497.743736");
    }
}
