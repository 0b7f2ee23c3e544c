package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fill;
import dev.k2.sim.Order;
import dev.k2.sim.OrderStatus;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Orders and fills in Kalshi's words. Pure. */
final class OrderWords {
    private static final int AVERAGE_SCALE = 6;

    private OrderWords() {}

    static String userId(Account account) {
        return Ids.named("user", account.name());
    }

    static String bookSide(Side side) {
        return side == Side.BUY ? "bid" : "ask";
    }

    static String outcomeSide(Side side) {
        return side == Side.BUY ? "yes" : "no";
    }

    static String status(Order order) {
        if (order.status().open()) {
            return "resting";
        }
        return order.status() == OrderStatus.FILLED ? "executed" : "canceled";
    }

    /** What still rests; nothing when it ended. */
    static String remaining(Order order) {
        return Dollars.count(order.status().open() ? order.remaining() : 0);
    }

    /** What the call that placed or amended an order is told. */
    static ObjectNode placed(Order order) {
        ObjectNode json =
                WireJson.object()
                        .put("order_id", KalshiFloor.orderId(order))
                        .put("client_order_id", Names.shown(order))
                        .put("fill_count", Dollars.count(order.filled()))
                        .put("remaining_count", remaining(order));
        if (order.filled() > 0) {
            BigDecimal count = order.listing().quantity(order.filled());
            BigDecimal value = order.listing().quoteAmount(order.filledQuote());
            json.put("average_fill_price", average(value, count))
                    .put(
                            "average_fee_paid",
                            average(fees(order, true).add(fees(order, false)), count));
        }
        return json.put("ts_ms", order.updatedMicros() / 1000);
    }

    private static String average(BigDecimal sum, BigDecimal count) {
        return sum.divide(count, AVERAGE_SCALE, RoundingMode.HALF_UP).toPlainString();
    }

    static ObjectNode read(Order order) {
        ObjectNode json =
                WireJson.object()
                        .put("action", "buy")
                        .put("book_side", bookSide(order.side()))
                        .put("cancel_order_on_pause", OrderTerms.cancelsOnPause(order))
                        .put("client_order_id", Names.shown(order))
                        .put("created_time", Dollars.time(order.acceptedMicros()))
                        .put("exchange_index", 0)
                        .put("fill_count_fp", Dollars.count(order.filled()))
                        .put("initial_count_fp", Dollars.count(order.request().quantity()))
                        .put("last_update_time", Dollars.time(order.updatedMicros()))
                        .put(
                                "no_price_dollars",
                                Dollars.price(Dollars.ONE - order.request().price()))
                        .put("order_id", KalshiFloor.orderId(order))
                        .put("outcome_side", outcomeSide(order.side()))
                        .put("remaining_count_fp", remaining(order))
                        .put("side", outcomeSide(order.side()))
                        .put("status", status(order))
                        .put("subaccount_number", 0)
                        .put("ticker", order.listing().symbol())
                        .put("type", "limit")
                        .put("user_id", userId(order.account()))
                        .put("yes_price_dollars", Dollars.price(order.request().price()));
        money(json, order);
        long expires = OrderTerms.expires(order);
        if (expires == 0) {
            json.putNull("expiration_time");
        } else {
            json.put("expiration_time", Dollars.timeOfMillis(expires * 1000));
        }
        return json.putNull("order_group_id")
                .put("self_trade_prevention_type", OrderTerms.selfTradePrevention(order));
    }

    private static void money(ObjectNode json, Order order) {
        json.put("taker_fill_cost_dollars", Dollars.money(cost(order, false)))
                .put("maker_fill_cost_dollars", Dollars.money(cost(order, true)))
                .put("taker_fees_dollars", Dollars.money(fees(order, false)))
                .put("maker_fees_dollars", Dollars.money(fees(order, true)));
    }

    /** As the stream of an account's orders tells it. */
    static ObjectNode told(Order order, String reason) {
        ObjectNode json =
                WireJson.object()
                        .put("order_id", KalshiFloor.orderId(order))
                        .put("user_id", userId(order.account()))
                        .put("ticker", order.listing().symbol())
                        .put("exchange_index", 0)
                        .put("status", status(order))
                        .put("side", outcomeSide(order.side()))
                        .put("is_yes", order.side() == Side.BUY)
                        .put("outcome_side", outcomeSide(order.side()))
                        .put("book_side", bookSide(order.side()))
                        .put("yes_price_dollars", Dollars.price(order.request().price()))
                        .put("fill_count_fp", Dollars.count(order.filled()))
                        .put("remaining_count_fp", remaining(order))
                        .put("initial_count_fp", Dollars.count(order.request().quantity()));
        money(json, order);
        json.put("client_order_id", Names.shown(order))
                .put("self_trade_prevention_type", OrderTerms.selfTradePrevention(order))
                .put("created_time", Dollars.time(order.acceptedMicros()))
                .put("created_ts_ms", order.acceptedMicros() / 1000)
                .put("last_updated_ts_ms", order.updatedMicros() / 1000);
        long expires = OrderTerms.expires(order);
        if (expires != 0) {
            json.put("expiration_time", Dollars.timeOfMillis(expires * 1000))
                    .put("expiration_ts_ms", expires * 1000);
        }
        if (!reason.isEmpty()) {
            json.put("last_update_reason", reason);
        }
        return json.put("subaccount_number", 0);
    }

    static ObjectNode fill(Order order, Fill fill) {
        String ticker = order.listing().symbol();
        String trade = Ids.trade(ticker, fill.tradeId());
        return WireJson.object()
                .put("action", "buy")
                .put("book_side", bookSide(order.side()))
                .put("count_fp", Dollars.count(fill.quantity()))
                .put("created_time", Dollars.time(fill.micros()))
                .put("exchange_index", 0)
                .put("fee_cost", Dollars.money(fill.fee()))
                .put("fill_id", trade)
                .put("is_taker", !fill.maker())
                .put("market_ticker", ticker)
                .put("no_price_dollars", Dollars.price(Dollars.ONE - fill.price()))
                .put("order_id", KalshiFloor.orderId(order))
                .put("outcome_side", outcomeSide(order.side()))
                .put("side", outcomeSide(order.side()))
                .put("subaccount_number", 0)
                .put("ticker", ticker)
                .put("trade_id", trade)
                .put("ts", fill.micros() / 1_000_000)
                .put("yes_price_dollars", Dollars.price(fill.price()));
    }

    /** As the stream of an account's fills tells it. */
    static ObjectNode toldFill(Order order, Fill fill, long position) {
        return WireJson.object()
                .put("trade_id", Ids.trade(order.listing().symbol(), fill.tradeId()))
                .put("order_id", KalshiFloor.orderId(order))
                .put("client_order_id", Names.shown(order))
                .put("market_ticker", order.listing().symbol())
                .put("exchange_index", 0)
                .put("is_taker", !fill.maker())
                .put("side", outcomeSide(order.side()))
                .put("yes_price_dollars", Dollars.price(fill.price()))
                .put("count_fp", Dollars.count(fill.quantity()))
                .put("fee_cost", Dollars.money(fill.fee()))
                .put("action", "buy")
                .put("ts", fill.micros() / 1_000_000)
                .put("ts_ms", fill.micros() / 1000)
                .put("post_position_fp", Dollars.count(position))
                .put("purchased_side", outcomeSide(order.side()))
                .put("outcome_side", outcomeSide(order.side()))
                .put("book_side", bookSide(order.side()))
                .put("subaccount", 0);
    }

    /** What the outcome that was bought cost. */
    private static BigDecimal cost(Order order, boolean maker) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Fill fill : order.fills()) {
            long price = order.side() == Side.BUY ? fill.price() : Dollars.ONE - fill.price();
            if (fill.maker() == maker) {
                sum =
                        sum.add(
                                order.listing()
                                        .quoteAmount(Math.multiplyExact(price, fill.quantity())));
            }
        }
        return sum;
    }

    private static BigDecimal fees(Order order, boolean maker) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Fill fill : order.fills()) {
            sum = fill.maker() == maker ? sum.add(fill.fee()) : sum;
        }
        return sum;
    }
}
