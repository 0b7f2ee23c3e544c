package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Contract;
import dev.k2.sim.Ending;
import dev.k2.sim.Fees;
import dev.k2.sim.Fill;
import dev.k2.sim.Order;
import dev.k2.sim.OrderList;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.OrderStatus;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Orders and fills in Crypto.com's words. */
final class OrderWords {
    private static final int RATE_SCALE = 6;
    private static final long FIRST_TRADE = 4_611_686_018_427_387_904L;
    private final CryptocomFloor floor;

    OrderWords(CryptocomFloor floor) {
        this.floor = floor;
    }

    /** What placing, amending or cancelling is answered with, which is no more than that it was heard. */
    static ObjectNode heard(String orderId, String clientOid) {
        return WireJson.object().put("client_oid", clientOid).put("order_id", orderId);
    }

    ObjectNode known(Known known) {
        return switch (known) {
            case Known.Taken(Order order) -> order(order);
            case Known.Rejected rejected -> rejected(rejected);
        };
    }

    /** The order as it stands. */
    ObjectNode order(Order order) {
        OrderRequest request = order.request();
        CryptocomInstrument of = floor.instrument(order.market());
        ObjectNode json =
                begun(order.account(), OrderIndex.orderId(order), OrderIndex.clientOid(order));
        asked(json, of, request, of.quantity(order.quantity()));
        json.put("avg_price", average(of, order));
        json.put("cumulative_quantity", of.quantity(order.filled()));
        json.put("cumulative_value", CryptocomText.of(value(of, order)));
        json.put("cumulative_fee", CryptocomText.of(fees(order)));
        json.put("status", status(order));
        Integer reason = reason(order);
        if (reason != null) {
            json.put("reason", reason);
        }
        listed(json, order);
        return dated(json, order.account(), of, request, order.acceptedMicros())
                .put("update_time", order.updatedMicros() / 1000);
    }

    /** The order as its owner is told of it live. */
    ObjectNode event(Order order) {
        return order(order)
                .put("transaction_time", order.updatedMicros() / 1000)
                .put("transaction_time_ns", CryptocomText.nanos(order.updatedMicros()));
    }

    private ObjectNode rejected(Known.Rejected rejected) {
        OrderRequest request = rejected.request();
        CryptocomInstrument of = floor.instrument(rejected.market());
        ObjectNode json =
                begun(rejected.account(), word(request, "order_id"), word(request, "client_oid"));
        asked(json, of, request, of.quantity(request.quantity()));
        json.put("avg_price", "0").put("cumulative_quantity", of.quantity(0));
        json.put("cumulative_value", "0").put("cumulative_fee", "0").put("status", "REJECTED");
        json.put("reason", rejected.reason().code()).put("reject_reason", rejected.reason().name());
        return dated(json, rejected.account(), of, request, rejected.acceptedMicros())
                .put("update_time", rejected.acceptedMicros() / 1000);
    }

    private static ObjectNode begun(Account account, String orderId, String clientOid) {
        return WireJson.object()
                .put("account_id", CryptocomFloor.accountId(account))
                .put("order_id", orderId)
                .put("client_oid", clientOid);
    }

    private void asked(
            ObjectNode json, CryptocomInstrument of, OrderRequest request, String quantity) {
        String type = word(request, "type");
        json.put("order_type", type.isEmpty() ? "MARKET" : type);
        String tif = word(request, "tif");
        json.put("time_in_force", tif.isEmpty() ? OrderReading.GTC : tif);
        json.put("side", request.side() == Side.BUY ? "BUY" : "SELL");
        ArrayNode exec = json.putArray("exec_inst");
        for (String one : word(request, "exec_inst").split(",", -1)) {
            if (!one.isEmpty()) {
                exec.add(one);
            }
        }
        json.put("quantity", quantity);
        String refPrice = word(request, "ref_price");
        json.put("trigger_price", "0").put("ref_price", refPrice.isEmpty() ? "0" : refPrice);
        json.put(
                "ref_price_type",
                refPrice.isEmpty() ? "NULL_VAL" : word(request, "ref_price_type"));
        BigDecimal notional = request.quoteAmount();
        if (!request.market()) {
            json.put("limit_price", of.price(request.price()));
        }
        BigDecimal per =
                request.market()
                        ? floor.market(of).listing().price(floor.market(of).lastPrice())
                        : of.listing().price(request.price());
        json.put(
                "order_value",
                CryptocomText.of(
                        notional == null
                                ? of.listing().quantity(request.quantity()).multiply(per)
                                : notional));
    }

    private static void listed(ObjectNode json, Order order) {
        OrderList list = order.list();
        if (list != null) {
            json.put("list_id", list.clientId());
            json.put("contingency_type", word(order.request(), "contingency"));
            json.put("leg_id", word(order.request(), "leg"));
        }
    }

    private ObjectNode dated(
            ObjectNode json,
            Account account,
            CryptocomInstrument of,
            OrderRequest request,
            long micros) {
        Fees fees = fees(account, of);
        json.put("maker_fee_rate", rate(fees.maker())).put("taker_fee_rate", rate(fees.taker()));
        json.put("update_user_id", CryptocomFloor.userId(account));
        json.put("order_date", CryptocomText.date(micros)).put("instrument_name", of.name());
        json.put("fee_instrument_name", feeCurrency(of, request.side()));
        return json.put("create_time", micros / 1000)
                .put("create_time_ns", CryptocomText.nanos(micros));
    }

    static Fees fees(Account account, CryptocomInstrument of) {
        Contract contract = of.listing().contract();
        Fees own = contract == null ? null : contract.fees();
        return own == null ? new Fees(account.makerFee(), account.takerFee()) : own;
    }

    private static String rate(BigDecimal rate) {
        return rate.setScale(RATE_SCALE, RoundingMode.HALF_EVEN).toPlainString();
    }

    static String feeCurrency(CryptocomInstrument of, Side side) {
        boolean base = !of.isPerpetual() && side == Side.BUY;
        return base ? of.listing().base() : of.listing().quote();
    }

    /** One fill, as the list of an account's trades and its channel have it. */
    ObjectNode fill(Order order, Fill fill) {
        CryptocomInstrument of = floor.instrument(order.market());
        return WireJson.object()
                .put("account_id", CryptocomFloor.accountId(order.account()))
                .put("event_date", CryptocomText.date(fill.micros()))
                .put("journal_type", "TRADING")
                .put("traded_quantity", of.quantity(fill.quantity()))
                .put("traded_price", of.price(fill.price()))
                .put("fees", CryptocomText.of(fill.fee().negate()))
                .put("fee_credits", "0")
                .put("order_id", OrderIndex.orderId(order))
                .put("trade_id", tradeId(fill.executionId()))
                .put("trade_match_id", tradeId(fill.tradeId()))
                .put("client_oid", OrderIndex.clientOid(order))
                .put("taker_side", fill.maker() ? "MAKER" : "TAKER")
                .put("side", order.side() == Side.BUY ? "BUY" : "SELL")
                .put("instrument_name", of.name())
                .put("fee_instrument_name", fill.feeAsset())
                .put("create_time", fill.micros() / 1000)
                .put("create_time_ns", CryptocomText.nanos(fill.micros()))
                .put("transact_time_ns", CryptocomText.nanos(fill.micros()))
                .put("match_count", "1")
                .put("match_index", "0");
    }

    static String tradeId(long id) {
        return Long.toString(FIRST_TRADE + id);
    }

    static String status(Order order) {
        OrderStatus status = order.status();
        return switch (status) {
            case PENDING_NEW -> "PENDING";
            case NEW, PARTIALLY_FILLED -> order.dormant() ? "PENDING" : "ACTIVE";
            case FILLED -> "FILLED";
            case CANCELED, EXPIRED_IN_MATCH -> "CANCELED";
            case EXPIRED ->
                    order.ending() == Ending.CANCELED_BY_EXCHANGE
                                    || order.ending() == Ending.GOOD_TILL_DATE
                            ? "EXPIRED"
                            : "CANCELED";
        };
    }

    private static @Nullable Integer reason(Order order) {
        Ending ending = order.ending();
        if (ending == null) {
            return null;
        }
        return switch (ending) {
            case IOC_REMAINDER, NO_LIQUIDITY -> CryptocomError.IMMEDIATE_OR_CANCEL.code();
            case FOK_UNFILLED -> CryptocomError.FILL_OR_KILL.code();
            case WOULD_TRADE -> CryptocomError.POST_ONLY_REJ.code();
            case SELF_TRADE -> CryptocomError.SELF_TRADE_PREVENTION.code();
            case NOTHING_TO_REDUCE -> CryptocomError.REDUCE_ONLY_REJECTED.code();
            case CANCELED_BY_EXCHANGE -> CryptocomError.INSTRUMENT_NOT_TRADABLE.code();
            case CANCELED_BY_OWNER, GOOD_TILL_DATE, OTHER_LEG -> null;
        };
    }

    private static BigDecimal value(CryptocomInstrument of, Order order) {
        return of.listing().quoteAmount(order.filledQuote());
    }

    private static String average(CryptocomInstrument of, Order order) {
        if (order.filled() == 0) {
            return "0";
        }
        BigDecimal quantity = of.listing().quantity(order.filled());
        int scale = of.listing().priceScale() + 4;
        return CryptocomText.of(value(of, order).divide(quantity, scale, RoundingMode.HALF_UP));
    }

    private static BigDecimal fees(Order order) {
        return order.fills().stream().map(Fill::fee).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static String word(OrderRequest request, String name) {
        return request.words().getOrDefault(name, "");
    }
}
