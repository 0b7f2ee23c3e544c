package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.ApiKey;
import dev.k2.sim.Contract;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.Fees;
import dev.k2.sim.Fill;
import dev.k2.sim.Market;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.Plain;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an account can ask about itself: its wallet, its key, its fees, what its money did. */
final class AccountCalls {
    private static final long KEY_CREATED = 1_735_689_600_000L;
    private static final long KEY_LIFE_DAYS = 90;
    private static final long DAY = 86_400_000L;
    private static final String MARGIN_MODE = "REGULAR_MARGIN";

    private final BybitFloor floor;
    private final TicketBook tickets;
    private final Wallets wallets;

    AccountCalls(BybitFloor floor, TicketBook tickets, Wallets wallets) {
        this.floor = floor;
        this.tickets = tickets;
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

    private record Moved(long micros, ObjectNode row) {}

    /** What trades and funding moved, newest first. */
    JsonNode transactions(Call.Request request) {
        Fields fields = request.fields();
        Account account = request.customer();
        long from = fields.integer("startTime", 0);
        long until = fields.integer("endTime", Long.MAX_VALUE);
        List<Moved> found = new ArrayList<>();
        for (Category category : List.of(Category.SPOT, Category.LINEAR)) {
            if (fields.has("category") && fields.category() != category) {
                continue;
            }
            for (Market market : floor.markets(category)) {
                floor.engine()
                        .archive()
                        .trades(account, market)
                        .forEach(trade -> found.add(traded(trade, category)));
            }
        }
        for (EngineEvent.Paid paid : account.margin().payments()) {
            found.add(new Moved(paid.micros(), paid(paid)));
        }
        String type = fields.raw("type");
        List<Moved> meant =
                found.stream()
                        .filter(one -> one.micros() / 1000 >= from && one.micros() / 1000 <= until)
                        .filter(
                                one ->
                                        type.isEmpty()
                                                || type.equals(one.row().path("type").asText()))
                        .sorted(Comparator.comparingLong(Moved::micros).reversed())
                        .toList();
        Page<Moved> page = Page.of(meant, fields.raw("cursor"), fields.limit(20, 50));
        ObjectNode result = WireJson.object().put("nextPageCursor", page.nextCursor());
        ArrayNode list = result.putArray("list");
        page.rows().forEach(one -> list.add(one.row()));
        return result;
    }

    private Moved traded(OrderArchive.OwnTrade trade, Category category) {
        Fill fill = trade.fill();
        Ticket ticket = tickets.of(trade.order());
        Market market = trade.order().market();
        BigDecimal cash = category == Category.SPOT ? BigDecimal.ZERO : fill.realised();
        ObjectNode row =
                row(market, fill.micros(), "TRADE", fill.feeAsset())
                        .put("side", OrderWords.side(trade.order().side()))
                        .put("orderId", ticket.orderId())
                        .put("orderLinkId", ticket.word(TicketBook.LINK_ID))
                        .put("tradeId", OrderWords.executionId(category, fill.executionId()))
                        .put("qty", Plain.quantity(market.listing(), fill.quantity()))
                        .put("size", "0")
                        .put("tradePrice", Plain.price(market.listing(), fill.price()))
                        .put("funding", "")
                        .put("fee", OrderWords.plain(fill.fee()))
                        .put("cashFlow", OrderWords.plain(cash))
                        .put("change", OrderWords.plain(cash.subtract(fill.fee())));
        return new Moved(fill.micros(), row);
    }

    private ObjectNode paid(EngineEvent.Paid paid) {
        boolean funding = paid.kind() == EngineEvent.Payment.FUNDING;
        return row(paid.market(), paid.micros(), funding ? "SETTLEMENT" : "BONUS", paid.asset())
                .put("side", "None")
                .put("orderId", "")
                .put("orderLinkId", "")
                .put("tradeId", "")
                .put("qty", "0")
                .put("size", "0")
                .put("tradePrice", "0")
                .put("funding", funding ? OrderWords.plain(paid.amount()) : "")
                .put("fee", "0")
                .put("cashFlow", "0")
                .put("change", OrderWords.plain(paid.amount()));
    }

    private ObjectNode row(Market market, long micros, String type, String currency) {
        return WireJson.object()
                .put("id", Long.toString(micros))
                .put("symbol", floor.symbol(market))
                .put("category", floor.category(market).word())
                .put("transactionTime", OrderWords.millis(micros))
                .put("type", type)
                .put("currency", currency)
                .put("feeRate", "")
                .put("bonusChange", "")
                .put("cashBalance", "");
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
