package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.AlgoDesk;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.AlgoRequest;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.Plain;
import dev.k2.sim.Position;
import dev.k2.sim.PositionSide;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.Refusal;
import dev.k2.sim.SelfTrade;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Take profits and stop losses of positions: orders that wait, close what there is, and go when the position does. */
final class TradingStops implements EngineListener {
    private static final String GUARD = "guard";
    private static final BigDecimal THOUSAND = new BigDecimal(1000);

    private final BybitFloor floor;
    private final TicketBook tickets;

    /** Orders with stops of their own that were filled; their stops are placed at the next tick. */
    private final Map<Order, Order> filled = new LinkedHashMap<>();

    TradingStops(BybitFloor floor, TicketBook tickets) {
        this.floor = floor;
        this.tickets = tickets;
    }

    /** One of the two prices at which a position is closed. */
    private record Stop(
            String kind,
            BigDecimal trigger,
            String by,
            @Nullable BigDecimal limit,
            @Nullable BigDecimal size) {}

    @Override
    public void on(EngineEvent event) {
        if (event instanceof EngineEvent.OrderFilled told && stopped(told.order())) {
            filled.put(told.order(), told.order());
        }
    }

    @Override
    public void commandDone(List<Market> touched) {}

    private boolean stopped(Order order) {
        Map<String, String> words = order.request().words();
        return words.containsKey("tp") || words.containsKey("sl");
    }

    /** Places the stops of what was filled, and takes back those of positions that are gone. */
    void tick() {
        List<Order> due = new ArrayList<>(filled.keySet());
        filled.clear();
        for (Order order : due) {
            Position position =
                    order.account()
                            .margin()
                            .position(order.market(), order.request().position().side());
            Map<String, String> words = order.request().words();
            if (position.isOpen()) {
                arm(order.account(), position, words, "tp", "tpBy", "tpLimit");
                arm(order.account(), position, words, "sl", "slBy", "slLimit");
            }
        }
        AlgoDesk desk = floor.engine().algos();
        for (AlgoOrder algo : desk.waiting()) {
            Position position =
                    algo.account()
                            .margin()
                            .position(algo.market(), algo.request().position().side());
            if (algo.request().words().containsKey(GUARD) && !position.isOpen()) {
                boolean _ = desk.cancel(algo);
            }
        }
    }

    private void arm(
            Account account,
            Position position,
            Map<String, String> words,
            String kind,
            String by,
            String limit) {
        String price = words.getOrDefault(kind, "");
        if (!price.isEmpty()) {
            String at = words.getOrDefault(limit, "");
            Stop stop =
                    new Stop(
                            kind,
                            new BigDecimal(price),
                            words.getOrDefault(by, "LastPrice"),
                            at.isEmpty() ? null : new BigDecimal(at),
                            null);
            Refusal _ = replace(account, position, stop);
        }
    }

    JsonNode set(Call.Request request) {
        Fields fields = request.fields();
        Category category = fields.category();
        Market market = floor.traded(category, fields.required("symbol"));
        Account account = request.customer();
        long index = fields.integer("positionIdx", 0);
        PositionSide side =
                index == 0
                        ? PositionSide.BOTH
                        : index == 1 ? PositionSide.LONG : PositionSide.SHORT;
        Position position = account.margin().position(market, side);
        if (!position.isOpen()) {
            throw BybitRefusal.params("can not set tp/sl/ts for zero position");
        }
        set(account, position, fields, "tp", "takeProfit");
        set(account, position, fields, "sl", "stopLoss");
        if (fields.has("trailingStop")) {
            trail(account, position, fields);
        }
        return WireJson.object();
    }

    /** A zero takes the stop back, a price replaces it. */
    private void set(Account account, Position position, Fields fields, String kind, String name) {
        if (!fields.has(name)) {
            return;
        }
        BigDecimal price = fields.decimal(name);
        if (price == null) {
            drop(account, position, kind);
            return;
        }
        boolean partial = fields.raw("tpslMode").equals("Partial");
        Stop stop =
                new Stop(
                        kind,
                        price,
                        fields.text(kind + "TriggerBy", "LastPrice"),
                        fields.decimal(kind + "LimitPrice"),
                        partial ? fields.decimal(kind + "Size") : null);
        Refusal refusal = replace(account, position, stop);
        if (refusal != null) {
            throw BybitRefusal.params(
                    (kind.equals("tp") ? "TakeProfit" : "StopLoss")
                            + " set for this position lies on the wrong side of the price");
        }
    }

    private void drop(Account account, Position position, String kind) {
        for (AlgoOrder algo : floor.engine().algos().of(account)) {
            boolean same = kind.equals(algo.request().words().get(GUARD));
            if (same && PositionWords.guards(algo, position)) {
                boolean _ = floor.engine().algos().cancel(algo);
            }
        }
    }

    private @Nullable Refusal replace(Account account, Position position, Stop stop) {
        Listing listing = position.market().listing();
        if (stop.size() == null) {
            drop(account, position, stop.kind());
        }
        Side side = position.quantity() > 0 ? Side.SELL : Side.BUY;
        boolean profit = stop.kind().equals("tp");
        boolean rising = profit == (side == Side.SELL);
        long trigger = units(listing, stop.trigger());
        Map<String, String> words = words(stop.kind(), profit ? "TakeProfit" : "StopLoss");
        words.put("tif", stop.limit() == null ? "IOC" : "GTC");
        words.put("trigger", Plain.price(listing, trigger));
        words.put("dir", rising ? "1" : "2");
        words.put("by", stop.by());
        words.put("tpslMode", stop.size() == null ? "Full" : "Partial");
        words.put("idx", Integer.toString(PositionWords.index(position.side())));
        AlgoRequest request =
                new AlgoRequest(
                        "~" + words.get(TicketBook.ORDER_ID),
                        profit ? AlgoRequest.Kind.TAKE_PROFIT : AlgoRequest.Kind.STOP,
                        side,
                        stop.limit() == null,
                        stop.limit() == null ? TimeInForce.IOC : TimeInForce.GTC,
                        false,
                        stop.limit() == null ? 0 : units(listing, stop.limit()),
                        stop.size() == null
                                ? 0
                                : stop.size()
                                        .movePointRight(listing.quantityScale())
                                        .setScale(0, RoundingMode.DOWN)
                                        .longValueExact(),
                        trigger,
                        0,
                        0,
                        stop.by().equals("MarkPrice"),
                        SelfTrade.NONE,
                        new PositionTerms(position.side(), true),
                        words);
        return placed(account, position, request);
    }

    /** A distance in the price becomes tenths of a percent, which is how closely the engine follows. */
    private void trail(Account account, Position position, Fields fields) {
        drop(account, position, "trailing");
        BigDecimal distance = fields.decimal("trailingStop");
        if (distance == null) {
            return;
        }
        Market market = position.market();
        Listing listing = market.listing();
        int tenths =
                distance.multiply(THOUSAND)
                        .divide(listing.price(market.lastPrice()), 0, RoundingMode.HALF_UP)
                        .max(BigDecimal.ONE)
                        .intValueExact();
        BigDecimal active = fields.decimal("activePrice");
        Map<String, String> words = words("trailing", "TrailingStop");
        words.put("tif", "IOC");
        words.put("by", "LastPrice");
        words.put("trigger", distance.toPlainString());
        words.put("tpslMode", "Full");
        words.put("idx", Integer.toString(PositionWords.index(position.side())));
        AlgoRequest request =
                new AlgoRequest(
                        "~" + words.get(TicketBook.ORDER_ID),
                        AlgoRequest.Kind.TRAILING,
                        position.quantity() > 0 ? Side.SELL : Side.BUY,
                        true,
                        TimeInForce.IOC,
                        false,
                        0,
                        0,
                        0,
                        active == null ? 0 : units(listing, active),
                        tenths,
                        false,
                        SelfTrade.NONE,
                        new PositionTerms(position.side(), true),
                        words);
        Refusal _ = placed(account, position, request);
    }

    private @Nullable Refusal placed(Account account, Position position, AlgoRequest request) {
        return floor.engine().algos().place(account, position.market(), request)
                        instanceof AlgoDesk.Placed.Refused(Refusal why)
                ? why
                : null;
    }

    private Map<String, String> words(String guard, String stop) {
        Map<String, String> words = new HashMap<>();
        words.put(TicketBook.ORDER_ID, tickets.nextId(Category.LINEAR));
        words.put(GUARD, guard);
        words.put("stop", stop);
        words.put("reduce", "true");
        words.put("close", "true");
        words.put("qty", "0");
        words.put(
                "create",
                guard.equals("trailing")
                        ? "CreateByTrailingStop"
                        : guard.equals("tp") ? "CreateByTakeProfit" : "CreateByStopLoss");
        return words;
    }

    /** The price of one of a position's stops, 0 when it has none. */
    static String shown(BybitFloor floor, Account account, Position position, String kind) {
        for (AlgoOrder algo : floor.engine().algos().of(account)) {
            boolean same = kind.equals(algo.request().words().get(GUARD));
            if (same && PositionWords.guards(algo, position)) {
                return algo.request().words().getOrDefault("trigger", "0");
            }
        }
        return "0";
    }

    private static long units(Listing listing, BigDecimal price) {
        return price.movePointRight(listing.priceScale())
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
