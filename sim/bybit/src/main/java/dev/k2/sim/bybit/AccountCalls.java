package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.ApiKey;
import dev.k2.sim.Contract;
import dev.k2.sim.Fees;
import dev.k2.sim.Market;
import dev.k2.sim.WireJson;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** What an account can ask about itself: its wallet, its key, its fees, what its money did. */
final class AccountCalls {
    private static final long KEY_CREATED = 1_735_689_600_000L;
    private static final long KEY_LIFE_DAYS = 90;
    private static final long DAY = 86_400_000L;
    private static final String MARGIN_MODE = "REGULAR_MARGIN";

    private final BybitFloor floor;
    private final Wallets wallets;

    AccountCalls(BybitFloor floor, Wallets wallets) {
        this.floor = floor;
        this.wallets = wallets;
    }

    JsonNode wallet(Call.Request request) {
        Fields fields = request.fields();
        if (!fields.required("accountType").equals("UNIFIED")) {
            throw BybitRefusal.params("accountType only support UNIFIED.");
        }
        Set<String> coins =
                fields.has("coin") ? Set.of(fields.raw("coin").split(",", -1)) : Set.of();
        ObjectNode result = WireJson.object();
        result.putArray("list").add(wallets.wallet(request.customer(), coins));
        return result;
    }

    /** The status tells a unified account of the second kind. */
    JsonNode info(Call.Request request) {
        return WireJson.object()
                .put("marginMode", MARGIN_MODE)
                .put("updatedTime", Long.toString(KEY_CREATED))
                .put("unifiedMarginStatus", 5)
                .put("dcpStatus", "OFF")
                .put("timeWindow", 10)
                .put("smpGroup", 0)
                .put("isMasterTrader", false)
                .put("spotHedgingStatus", "OFF");
    }

    /** Every account is in the one mode that there is here; others are refused as Bybit refuses a change it cannot make. */
    JsonNode setMarginMode(Call.Request request) {
        if (!request.fields().required("setMarginMode").equals(MARGIN_MODE)) {
            throw new BybitRefusal(3400045, "Set margin mode failed");
        }
        ObjectNode result = WireJson.object();
        result.putArray("reasons");
        return result;
    }

    JsonNode key(Call.Request request) {
        ApiKey key = request.customer().key();
        ObjectNode result =
                WireJson.object()
                        .put("id", Long.toString(request.customer().number()))
                        .put("note", request.customer().name())
                        .put("apiKey", key.key())
                        .put("readOnly", 0)
                        .put("secret", "");
        ObjectNode permissions = result.putObject("permissions");
        permissions.putArray("ContractTrade").add("Order").add("Position");
        permissions.putArray("Spot").add("SpotTrade");
        permissions.putArray("Wallet").add("AccountTransfer").add("SubMemberTransfer");
        permissions.putArray("Options").add("OptionsTrade");
        permissions.putArray("Derivatives").add("DerivativesTrade");
        permissions.putArray("CopyTrading");
        permissions.putArray("BlockTrade");
        permissions.putArray("Exchange").add("ExchangeHistory");
        permissions.putArray("NFT");
        permissions.putArray("Affiliate");
        result.putArray("ips").add("*");
        long now = floor.now();
        return result.put("type", 1)
                .put("deadlineDay", KEY_LIFE_DAYS)
                .put(
                        "expiredAt",
                        Instant.ofEpochMilli(now - now % DAY + KEY_LIFE_DAYS * DAY).toString())
                .put("createdAt", Instant.ofEpochMilli(KEY_CREATED).toString())
                .put("unified", 0)
                .put("uta", 1)
                .put("userID", 1_000_000 + request.customer().number())
                .put("inviterID", 0)
                .put("vipLevel", "No VIP")
                .put("mktMakerLevel", "0")
                .put("affiliateID", 0)
                .put("rsaPublicKey", "")
                .put("isMaster", true)
                .put("parentUid", "0")
                .put("kycLevel", "LEVEL_DEFAULT")
                .put("kycRegion", "");
    }

    JsonNode fees(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        ObjectNode result = WireJson.object().put("category", category.word());
        ArrayNode list = result.putArray("list");
        for (Market market : floor.markets(category)) {
            String symbol = floor.symbol(market);
            if (!fields.has("symbol") || fields.raw("symbol").equals(symbol)) {
                Fees rates = rates(request.customer(), market);
                list.addObject()
                        .put("symbol", symbol)
                        .put("baseCoin", "")
                        .put("takerFeeRate", OrderWords.plain(rates.taker()))
                        .put("makerFeeRate", OrderWords.plain(rates.maker()));
            }
        }
        if (fields.has("symbol") && list.isEmpty()) {
            throw BybitRefusal.params("params error: symbol invalid");
        }
        return result;
    }

    private static Fees rates(Account account, Market market) {
        Contract contract = market.listing().contract();
        Fees own = contract == null ? null : contract.fees();
        return own == null ? new Fees(account.makerFee(), account.takerFee()) : own;
    }

    /** Every coin that something here is traded in, with one chain; nothing can be withdrawn. */
    JsonNode coins(Call.Request request) {
        Set<String> coins = new TreeSet<>();
        for (Market market : floor.engine().markets()) {
            coins.add(market.listing().base());
            coins.add(market.listing().quote());
        }
        String only = request.fields().raw("coin");
        ObjectNode result = WireJson.object();
        ArrayNode rows = result.putArray("rows");
        for (String coin : coins) {
            if (only.isEmpty() || only.equals(coin)) {
                ObjectNode row =
                        rows.addObject()
                                .put("name", coin)
                                .put("coin", coin)
                                .put("remainAmount", "0");
                row.putArray("chains")
                        .addObject()
                        .put("chainType", coin)
                        .put("confirmation", "1")
                        .put("withdrawFee", "0")
                        .put("depositMin", "0")
                        .put("withdrawMin", "0")
                        .put("chain", coin)
                        .put("chainDeposit", "0")
                        .put("chainWithdraw", "0")
                        .put("minAccuracy", "8")
                        .put("withdrawPercentageFee", "0")
                        .put("contractAddress", "")
                        .put("safeConfirmNumber", "1");
            }
        }
        return result;
    }
}
