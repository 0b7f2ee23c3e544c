package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.AlgoDesk;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.AlgoRequest;
import dev.k2.sim.Market;
import dev.k2.sim.Refusal;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Conditional orders: placing, cancelling and asking for them. They come over REST only. */
final class AlgoCalls {
    private static final Logger LOG = LoggerFactory.getLogger(AlgoCalls.class);
    private static final int PAGE = 100;
    private static final int WAITING_MAX = 100;
    private final OkxFloor floor;
    private final AlgoDesk desk;
    private final TradeCalls trades;
    private final Limits limits;
    private final AlgoWords words;
    private final Pairs pairs;

    AlgoCalls(OkxFloor floor, TradeCalls trades, Limits limits, AlgoWords words, Pairs pairs) {
        this.floor = floor;
        this.desk = floor.engine().algos();
        this.trades = trades;
        this.limits = limits;
        this.words = words;
        this.pairs = pairs;
    }

    Envelope place(Call.Request request) {
        ArrayNode rows = WireJson.array();
        try {
            rows.add(placed(request.customer(), request.args()));
        } catch (OkxRefusal refusal) {
            rows.add(AlgoWords.refused(request.args(), refusal));
        }
        return Envelope.ofOrders(rows);
    }

    private ObjectNode placed(Account account, Args args) {
        Market market = floor.market(args.required("instId"));
        OkxInstrument of = floor.instrument(market);
        limits.countOrder(account, floor.millis());
        AlgoRequest asked =
                AlgoReading.read(
                        args, account, of, market, floor.engine().margin(), floor.unnamed());
        long waiting = desk.of(account).stream().filter(a -> a.status().waiting()).count();
        if (waiting >= WAITING_MAX) {
            throw new OkxRefusal(
                    "51261", "Each user can hold up to " + WAITING_MAX + " pending stop orders.");
        }
        if (of.isSwap()) {
            trades.chooseMargin(account, market, args.required("tdMode").equals("isolated"));
        }
        return AlgoWords.done(kept(account, market, args, asked));
    }

    private AlgoOrder kept(Account account, Market market, Args args, AlgoRequest asked) {
        boolean two = args.text("ordType", "").equals("oco");
        return floor.engine()
                .together(
                        () ->
                                two
                                        ? pair(account, market, args, asked)
                                        : waiting(account, market, asked));
    }

    /** Lets what was attached to an order wait. Where its price has passed already, nothing comes of it. */
    void attach(Account account, Args args) {
        Market market = floor.market(args.required("instId"));
        OkxInstrument of = floor.instrument(market);
        try {
            AlgoRequest asked =
                    AlgoReading.read(
                            args, account, of, market, floor.engine().margin(), floor.unnamed());
            AlgoOrder _ = kept(account, market, args, asked);
        } catch (OkxRefusal refusal) {
            LOG.info("{} was attached in vain: {}", args.text("algoClOrdId", ""), refusal.words());
        }
    }

    private AlgoOrder waiting(Account account, Market market, AlgoRequest asked) {
        return switch (desk.place(account, market, asked)) {
            case AlgoDesk.Placed.Waiting(AlgoOrder algo) -> algo;
            case AlgoDesk.Placed.Refused(Refusal reason) ->
                    throw refused(reason, asked, floor.instrument(market));
        };
    }

    /** The half that stops losses, when the other half waits too. */
    private AlgoOrder pair(Account account, Market market, Args args, AlgoRequest asked) {
        AlgoOrder first = waiting(account, market, asked);
        try {
            AlgoRequest second =
                    AlgoReading.second(
                            args,
                            account,
                            floor.instrument(market),
                            market,
                            floor.engine().margin(),
                            floor.unnamed(),
                            first.id());
            AlgoOrder _ = waiting(account, market, second);
            return first;
        } catch (OkxRefusal refusal) {
            boolean _ = desk.cancel(first);
            throw refusal;
        }
    }

    private static OkxRefusal refused(Refusal reason, AlgoRequest asked, OkxInstrument of) {
        if (reason != Refusal.WOULD_TRIGGER) {
            return TradeCalls.refused(reason, of);
        }
        boolean buys = asked.side() == Side.BUY;
        boolean stop = asked.kind() == AlgoRequest.Kind.STOP;
        if (stop) {
            return buys
                    ? new OkxRefusal(
                            "51278", "SL trigger price can not be lower than the last price")
                    : new OkxRefusal(
                            "51280", "SL trigger price can not be higher than the last price");
        }
        return buys
                ? new OkxRefusal("51277", "TP trigger price can not be higher than the last price")
                : new OkxRefusal("51279", "TP trigger price can not be lower than the last price");
    }

    Envelope cancel(Call.Request request) {
        JsonNode list = request.args().sent();
        ArrayNode rows = WireJson.array();
        for (JsonNode one : list.isArray() ? list : WireJson.array().add(list)) {
            Args args = new Args(one);
            try {
                AlgoOrder algo = find(request.customer(), args);
                if (algo == null || hidden(algo, "order.cancel") || !pairs.cancel(algo)) {
                    throw new OkxRefusal(
                            "51400", "Order cancellation failed as the order doesn't exist.");
                }
                rows.add(AlgoWords.done(algo));
            } catch (OkxRefusal refusal) {
                rows.add(AlgoWords.refused(args, refusal));
            }
        }
        return Envelope.ofOrders(rows);
    }

    Envelope query(Call.Request request) {
        AlgoOrder algo = find(request.customer(), request.args());
        if (algo == null || hidden(algo, "order.query")) {
            throw new OkxRefusal("51603", "Order does not exist");
        }
        return Envelope.of(words.order(algo));
    }

    Envelope pending(Call.Request request) {
        return page(
                request, algo -> words.state(algo).equals("live") && !hidden(algo, "order.open"));
    }

    Envelope history(Call.Request request) {
        Args args = request.args();
        String state = args.text("state", "");
        String id = args.text("algoId", "");
        if (state.isEmpty() && id.isEmpty()) {
            throw OkxRefusal.eitherMissing("state", "algoId");
        }
        return page(
                request,
                algo ->
                        !words.state(algo).equals("live")
                                && (state.isEmpty() || state.equals(words.state(algo)))
                                && (id.isEmpty() || id.equals(Long.toString(algo.id())))
                                && !hidden(algo, "order.history"));
    }

    private Envelope page(Call.Request request, Predicate<AlgoOrder> wanted) {
        Args args = request.args();
        List<String> types = List.of(args.required("ordType").split(",", -1));
        List<AlgoOrder> found = new ArrayList<>(desk.of(request.customer()));
        found.removeIf(algo -> !types.contains(AlgoWords.word(algo, "algoOrdType")));
        found.removeIf(algo -> !OrderCalls.isOf(floor.instrument(algo.market()), args));
        found.removeIf(Pairs::isSecond);
        found.removeIf(wanted.negate());
        ArrayNode rows = WireJson.array();
        Pages.of(found.reversed(), algo -> Long.toString(algo.id()), args, PAGE)
                .forEach(algo -> rows.add(words.order(algo)));
        return Envelope.of(rows);
    }

    private @Nullable AlgoOrder find(Account account, Args args) {
        String id = args.text("algoId");
        String clientId = args.text("algoClOrdId");
        if (id == null && clientId == null) {
            throw OkxRefusal.eitherMissing("algoId", "algoClOrdId");
        }
        if (id == null) {
            return desk.byClientId(account, String.valueOf(clientId));
        }
        return id.matches("[0-9]{1,18}") ? desk.byId(account, Long.parseLong(id)) : null;
    }

    private boolean hidden(AlgoOrder algo, String operation) {
        return floor.faults()
                .hides(algo.account(), algo.market(), algo.acceptedMicros(), operation);
    }
}
