package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Balance;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.MarginMath;
import dev.k2.sim.Position;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Balances and positions in Crypto.com's words. Margin is counted in dollars alone. */
final class AccountWords {
    private static final String DOLLAR = "USD";
    private static final BigDecimal LIMIT = new BigDecimal("3000000");
    private final CryptocomFloor floor;
    private final MarginDesk desk;

    AccountWords(CryptocomFloor floor) {
        this.floor = floor;
        this.desk = floor.engine().margin();
    }

    /** The whole account: its sums in dollars, and each currency that it has. */
    ObjectNode balance(Account account) {
        MarginMath.Sums sums = desk.math().sums(account, DOLLAR);
        ArrayNode rows = WireJson.array();
        BigDecimal cash = BigDecimal.ZERO;
        for (String currency : Map.copyOf(account.balances()).keySet().stream().sorted().toList()) {
            Balance balance = account.balance(currency);
            if (balance.total().signum() != 0) {
                rows.add(currency(currency, balance, sums));
                cash = cash.add(balance.total().multiply(floor.dollarPrice(currency)));
            }
        }
        BigDecimal initial = sums.positionInitial().add(sums.orderInitial());
        BigDecimal cost = cost(account);
        ObjectNode json = WireJson.object();
        json.put("total_available_balance", CryptocomText.money(sums.available()));
        json.put("total_margin_balance", CryptocomText.money(cash.add(sums.unrealised())));
        json.put("total_initial_margin", CryptocomText.money(initial));
        json.put("total_position_im", CryptocomText.money(sums.positionInitial()));
        json.put("total_haircut", "0.00000000");
        json.put("total_maintenance_margin", CryptocomText.money(sums.maintenance()));
        json.put("total_position_cost", CryptocomText.money(cost));
        json.put("total_cash_balance", CryptocomText.money(cash));
        json.put("total_collateral_value", CryptocomText.money(cash));
        json.put("total_session_unrealized_pnl", CryptocomText.money(sums.unrealised()));
        json.put("instrument_name", DOLLAR).put("total_session_realized_pnl", "0.00000000");
        json.put("is_liquidating", false).put("total_effective_leverage", leverage(cost, cash));
        json.put("position_limit", CryptocomText.money(LIMIT));
        json.put("used_position_limit", CryptocomText.money(cost));
        json.set("position_balances", rows);
        json.putArray("isolated_positions");
        json.put("total_borrow", "0").put("margin_score", "0").put("has_risk", false);
        return json.put("terminatable", true);
    }

    private static String leverage(BigDecimal cost, BigDecimal cash) {
        return cash.signum() <= 0
                ? "0.00000000"
                : CryptocomText.money(cost.divide(cash, 8, RoundingMode.HALF_UP));
    }

    private static BigDecimal cost(Account account) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Position position : account.margin().open()) {
            sum = sum.add(position.cost().abs());
        }
        return sum;
    }

    private ObjectNode currency(String currency, Balance balance, MarginMath.Sums sums) {
        BigDecimal worth = balance.total().multiply(floor.dollarPrice(currency));
        BigDecimal free =
                currency.equals(DOLLAR)
                        ? balance.free().min(sums.available()).max(BigDecimal.ZERO)
                        : balance.free();
        return WireJson.object()
                .put("instrument_name", currency)
                .put("quantity", CryptocomText.of(balance.total()))
                .put("market_value", CryptocomText.money(worth))
                .put("collateral_eligible", "true")
                .put("haircut", "0")
                .put("collateral_weight", "1")
                .put("collateral_amount", CryptocomText.money(worth))
                .put("max_withdrawal_balance", CryptocomText.of(free))
                .put("reserved_qty", CryptocomText.of(balance.held()))
                .put("hourly_interest_rate", "0");
    }

    ObjectNode position(Account account, Position position) {
        CryptocomInstrument of = floor.instrument(position.market());
        BigDecimal mark = desk.marks().mark(position.market());
        BigDecimal quantity = of.listing().quantity(position.quantity());
        return WireJson.object()
                .put("account_id", CryptocomFloor.accountId(account))
                .put("quantity", quantity.toPlainString())
                .put("cost", CryptocomText.money(quantity.multiply(mark)))
                .put("open_position_pnl", CryptocomText.money(position.unrealised(mark)))
                .put("open_pos_cost", CryptocomText.money(position.cost()))
                .put("session_pnl", CryptocomText.money(position.realised()))
                .put("update_timestamp_ms", position.updatedMicros() / 1000)
                .put("instrument_name", of.name())
                .put("type", of.type());
    }

    /** Balances and positions together, as one channel tells them. */
    ObjectNode both(Account account) {
        ObjectNode json = WireJson.object();
        ArrayNode balances = json.putArray("balances");
        account.balances()
                .forEach(
                        (currency, balance) ->
                                balances.addObject()
                                        .put("instrument_name", currency)
                                        .put("quantity", CryptocomText.of(balance.total()))
                                        .put("update_timestamp_ms", floor.millis()));
        json.set("positions", positions(account));
        return json;
    }

    ArrayNode positions(Account account) {
        ArrayNode rows = WireJson.array();
        account.margin().open().forEach(one -> rows.add(position(account, one)));
        return rows;
    }

    /** The account's sums with its positions. */
    ObjectNode risk(Account account) {
        ObjectNode json = balance(account);
        json.set("positions", positions(account));
        return json;
    }
}
