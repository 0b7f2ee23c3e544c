package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Contract;
import dev.k2.sim.Fees;
import dev.k2.sim.MarginSetting;
import dev.k2.sim.Market;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an account may ask and choose about itself. */
final class AccountCalls {
    /** The futures mode: one currency's margin for the contracts that settle in it. */
    private static final String ACCOUNT_LEVEL = "2";

    private final OkxFloor floor;
    private final PublicCalls open;
    private final AccountWords words;
    private final BillWords bills;

    AccountCalls(OkxFloor floor, PublicCalls open, AccountWords words, BillWords bills) {
        this.floor = floor;
        this.open = open;
        this.words = words;
        this.bills = bills;
    }

    Envelope balance(Call.Request request) {
        String currencies = request.args().text("ccy", "");
        Set<String> wanted = currencies.isEmpty() ? Set.of() : Set.of(currencies.split(",", -1));
        return Envelope.of(words.balance(request.customer(), wanted));
    }

    Envelope positions(Call.Request request) {
        ArrayNode rows = WireJson.array();
        for (Position position : words.positions(request.customer(), request.args())) {
            rows.add(words.position(request.customer(), position));
        }
        return Envelope.of(rows);
    }

    Envelope config(Call.Request request) {
        Account account = request.customer();
        String uid = AccountWords.uid(account);
        ObjectNode json = WireJson.object();
        json.put("acctLv", ACCOUNT_LEVEL).put("acctStpMode", "cancel_maker");
        json.put("autoLoan", false).put("ctIsoMode", "automatic").put("enableSpotBorrow", false);
        json.put("feeType", "0").put("greeksType", "PA").put("ip", "").put("kycLv", "3");
        json.put("label", account.name()).put("level", "Lv1").put("levelTmp", "");
        json.put("liquidationGear", "-1").put("mainUid", uid).put("mgnIsoMode", "automatic");
        json.put("opAuth", "0").put("perm", permissions(account)).put("posMode", posMode(account));
        json.put("roleType", "0").put("settleCcy", "USDT");
        json.putArray("settleCcyList").add("USDT");
        json.put("spotBorrowAutoRepay", false).put("spotOffsetType", "");
        json.put("spotRoleType", "0").putArray("spotTraderInsts");
        json.put("stgyType", "0").putArray("traderInsts");
        return Envelope.of(json.put("type", "0").put("uid", uid));
    }

    private static String permissions(Account account) {
        return "read_only"
                + (account.key().trades() ? ",trade" : "")
                + (account.key().withdraws() ? ",withdraw" : "");
    }

    private static String posMode(Account account) {
        return account.margin().hedged() ? "long_short_mode" : "net_mode";
    }

    Envelope setPositionMode(Call.Request request) {
        Account account = request.customer();
        String mode = request.args().required("posMode");
        boolean hedged =
                switch (mode) {
                    case "long_short_mode" -> true;
                    case "net_mode" -> false;
                    default -> throw OkxRefusal.wrong("posMode");
                };
        boolean orders =
                floor.engine().archive().open(account).stream()
                        .anyMatch(order -> order.listing().contract() != null);
        if (hedged != account.margin().hedged()) {
            if (orders || !account.margin().open().isEmpty()) {
                throw new OkxRefusal(
                        "59000",
                        "Setting failed. Cancel any open orders, close positions, and stop trading"
                                + " bots first.");
            }
            floor.engine().margin().configure(account, null, MarginSetting.HEDGED, hedged ? 1 : 0);
        }
        return Envelope.of(WireJson.object().put("posMode", mode));
    }

    Envelope leverage(Call.Request request) {
        Args args = request.args();
        String mode = marginMode(args);
        ArrayNode rows = WireJson.array();
        for (String instId : args.required("instId").split(",", -1)) {
            Market market = swap(instId);
            int lever = request.customer().margin().leverage(market);
            for (String side : sides(request.customer(), mode)) {
                rows.add(lever(instId, mode, side, lever));
            }
        }
        return Envelope.of(rows);
    }

    private static List<String> sides(Account account, String mode) {
        boolean each = account.margin().hedged() && mode.equals("isolated");
        return each ? List.of("long", "short") : List.of("net");
    }

    private static ObjectNode lever(String instId, String mode, String side, int lever) {
        return WireJson.object()
                .put("ccy", "")
                .put("instId", instId)
                .put("lever", Integer.toString(lever))
                .put("mgnMode", mode)
                .put("posSide", side);
    }

    Envelope setLeverage(Call.Request request) {
        Args args = request.args();
        Account account = request.customer();
        String mode = marginMode(args);
        BigDecimal asked = args.decimal("lever");
        if (asked == null) {
            throw OkxRefusal.missing("lever");
        }
        Market market = swap(args.required("instId"));
        Contract contract = market.listing().contract();
        int most = contract == null ? 1 : contract.maxLeverage();
        if (asked.signum() <= 0 || asked.stripTrailingZeros().scale() > 0) {
            throw OkxRefusal.wrong("lever");
        }
        if (asked.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new OkxRefusal(
                    "59102", "Leverage exceeds the maximum limit. Please lower the leverage.");
        }
        int chosen = asked.intValueExact();
        for (PositionSide side : PositionSide.values()) {
            Position position = account.margin().position(market, side);
            BigDecimal notional = floor.engine().margin().math().notional(position);
            if (contract != null && notional.compareTo(contract.maxNotional(chosen)) > 0) {
                throw new OkxRefusal(
                        "59101",
                        "Leverage can't be modified. Please cancel all pending isolated margin"
                                + " orders before adjusting the leverage.");
            }
        }
        floor.engine().margin().configure(account, market, MarginSetting.LEVERAGE, chosen);
        String side = args.text("posSide", "net");
        return Envelope.of(lever(market.listing().symbol(), mode, side, chosen));
    }

    Envelope fees(Call.Request request) {
        String type = request.args().required("instType");
        Account account = request.customer();
        boolean swap = type.equals(OkxInstrument.SWAP);
        Fees fees = new Fees(account.makerFee(), account.takerFee());
        for (OkxInstrument one : floor.instruments()) {
            Contract contract = one.listing().contract();
            if (swap && contract != null && contract.fees() != null) {
                fees = contract.fees();
            }
        }
        String maker = OkxText.of(fees.maker().negate());
        String taker = OkxText.of(fees.taker().negate());
        ObjectNode json = WireJson.object();
        json.put("category", "1").put("delivery", "").put("exercise", "");
        json.putArray("feeGroup")
                .addObject()
                .put("groupId", swap ? "4" : "1")
                .put("maker", maker)
                .put("taker", taker);
        json.putArray("fiat");
        json.put("instType", type).put("level", "Lv1").put("maker", swap ? "" : maker);
        json.put("makerU", swap ? maker : "").put("makerUSDC", maker).put("ruleType", "normal");
        json.put("settle", "").put("taker", swap ? "" : taker);
        json.put("takerU", swap ? taker : "").put("takerUSDC", taker);
        return Envelope.of(json.put("ts", Long.toString(floor.millis())));
    }

    Envelope bills(Call.Request request) {
        return Envelope.of(bills.page(request.customer(), request.args()));
    }

    Envelope currencies(Call.Request request) {
        Set<String> names = new TreeSet<>();
        for (OkxInstrument one : floor.instruments()) {
            names.add(one.listing().base());
            names.add(one.listing().quote());
        }
        ArrayNode rows = WireJson.array();
        names.forEach(ccy -> rows.add(currency(ccy)));
        return Envelope.of(rows);
    }

    private static ObjectNode currency(String ccy) {
        ObjectNode json = WireJson.object();
        for (String off : List.of("canDep", "canInternal", "canWd", "needTag")) {
            json.put(off, false);
        }
        json.put("burningFeeRate", "").put("ccy", ccy).put("chain", ccy + "-Simulated");
        json.put("ctAddr", "").put("depEstOpenTime", "").put("depQuotaFixed", "");
        json.put("depQuoteDailyLayer2", "").put("fee", "0").put("logoLink", "");
        json.put("mainNet", true).put("maxFee", "0").put("maxFeeForCtAddr", "");
        json.put("maxWd", "0").put("minDep", "0").put("minDepArrivalConfirm", "1");
        json.put("minFee", "0").put("minFeeForCtAddr", "").put("minInternal", "0");
        json.put("minWd", "0").put("minWdUnlockConfirm", "1").put("name", ccy);
        json.put("usedDepQuotaFixed", "").put("usedWdQuota", "0").put("wdEstOpenTime", "");
        return json.put("wdQuota", "0").put("wdTickSz", "8");
    }

    /** What this account may trade, which is everything. */
    Envelope instruments(Call.Request request) {
        return open.instruments(request);
    }

    /** Nothing lies outside the trading account. */
    Envelope none(Call.Request request) {
        return Envelope.of(WireJson.array());
    }

    private Market swap(String instId) {
        Market market = floor.market(instId);
        if (!floor.instrument(market).isSwap()) {
            throw OkxRefusal.wrong("instId");
        }
        return market;
    }

    private static String marginMode(Args args) {
        String mode = args.required("mgnMode");
        if (!mode.equals("cross") && !mode.equals("isolated")) {
            throw OkxRefusal.wrong("mgnMode");
        }
        return mode;
    }
}
