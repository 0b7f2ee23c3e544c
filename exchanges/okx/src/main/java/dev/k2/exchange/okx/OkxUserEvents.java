package dev.k2.exchange.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.okx.OkxAlgoOrders.Algo;
import dev.k2.model.Balance;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What OKX pushes of an account into calls of a listener. Lives on the stream's own thread. */
final class OkxUserEvents {
    private static final Logger LOG = LoggerFactory.getLogger(OkxUserEvents.class);

    private final OkxAccountRest rest;
    private final OkxMarket market;
    private final OkxAlgoOrders algos;
    private final UserStreamListener listener;

    /** Positions that were told as open, so that one which is told no more is known to be closed. */
    private final Map<Held, Position> open = new HashMap<>();

    private final AtomicLong unknown = new AtomicLong();

    private record Held(InstrumentId instrument, PositionSide side) {}

    OkxUserEvents(
            OkxAccountRest rest,
            OkxMarket market,
            OkxAlgoOrders algos,
            UserStreamListener listener) {
        this.rest = rest;
        this.market = market;
        this.algos = algos;
        this.listener = listener;
    }

    /** Pushes that are of no use, or about what K2 does not trade. */
    long unknown() {
        return unknown.get();
    }

    /**
     * Reads one push.
     *
     * @throws UnknownWord where it states an order, a fill or a position in words that we do not
     *     know; whoever listens has to ask for everything then
     */
    void read(String channel, JsonNode data) throws JsonProcessingException, UnknownWord {
        for (JsonNode row : data) {
            switch (channel) {
                case "orders" -> order(row);
                case "orders-algo", "algo-advance" -> algo(row);
                case "account" -> {
                    List<Balance> told = new ArrayList<>();
                    var state = Json.lenient().treeToValue(row, OkxUserWire.AccountState.class);
                    state.details().forEach(one -> told.add(OkxOrderParse.balance(one)));
                    listener.onBalances(List.copyOf(told));
                }
                case "positions" ->
                        positions(
                                List.of(
                                        Json.lenient()
                                                .treeToValue(row, OkxUserWire.Position.class)));
                case "balance_and_position" -> {
                    var both =
                            Json.lenient().treeToValue(row, OkxUserWire.BalanceAndPosition.class);
                    List<OkxUserWire.Position> told = both.posData();
                    if (told != null) {
                        positions(told);
                    }
                }
                default -> unknown.incrementAndGet();
            }
        }
    }

    /** After a cut: what the account holds, and positions that were closed unseen. */
    void merge() {
        switch (rest.balance().answer(OkxOrderParse::balances)) {
            case Answer.Ok<List<Balance>>(List<Balance> held) -> listener.onBalances(held);
            case Answer.Failed<List<Balance>>(ExchangeError error) ->
                    LOG.warn("okx user stream: balances not read: {}", error.message());
        }
        switch (rest.positions()) {
            case Reply.Failed<List<OkxUserWire.Position>> failed ->
                    LOG.warn("okx user stream: positions not read: {}", failed.error().message());
            case Reply.Ok<List<OkxUserWire.Position>>(List<OkxUserWire.Position> rows) -> {
                try {
                    List<Position> told = positions(rows);
                    Set<Held> held =
                            told.stream()
                                    .map(OkxUserEvents::held)
                                    .collect(Collectors.toCollection(HashSet::new));
                    List<Position> closed =
                            open.values().stream()
                                    .filter(position -> !held.contains(held(position)))
                                    .map(OkxUserEvents::closed)
                                    .toList();
                    closed.forEach(position -> open.remove(held(position)));
                    if (!closed.isEmpty()) {
                        listener.onPositions(closed);
                    }
                } catch (UnknownWord unknownWord) {
                    LOG.error("okx user stream: positions: {}", unknownWord.told());
                }
            }
        }
    }

    private void order(JsonNode row) throws JsonProcessingException, UnknownWord {
        var wire = Json.lenient().treeToValue(row, OkxUserWire.Order.class);
        Optional<Instrument> instrument = market.instrument(wire.instId());
        if (instrument.isEmpty()) {
            unknown.incrementAndGet();
            return;
        }
        InstrumentId id = instrument.get().id();
        OrderReport report =
                algos.told(
                        OkxOrderParse.order(id, wire),
                        OkxOrderParse.parent(wire),
                        OkxOrderParse.parentId(wire));
        Optional<Fill> fill = OkxOrderParse.fill(id, wire).map(algos::told);
        fill.ifPresent(listener::onFill);
        listener.onOrder(report);
    }

    /** Once it is triggered, the order that it became tells how it goes on. */
    private void algo(JsonNode row) throws JsonProcessingException, UnknownWord {
        switch (row.path("ordType").asText()) {
            case "conditional", "trigger", "oco", "move_order_stop" -> {}
            // OKX's own robots, which K2 does not use.
            default -> {
                unknown.incrementAndGet();
                return;
            }
        }
        var wire = Json.lenient().treeToValue(row, OkxUserWire.AlgoOrder.class);
        Optional<Instrument> instrument = market.instrument(wire.instId());
        if (instrument.isEmpty()) {
            unknown.incrementAndGet();
            return;
        }
        Algo algo = OkxOrderParse.algo(wire);
        Optional<String> child = OkxOrderParse.child(wire);
        algos.remember(algo, child);
        if (child.isEmpty()) {
            listener.onOrder(OkxOrderParse.order(instrument.get().id(), algo, wire));
        }
    }

    private List<Position> positions(List<OkxUserWire.Position> rows) throws UnknownWord {
        List<Position> told = new ArrayList<>();
        for (OkxUserWire.Position wire : rows) {
            Optional<Instrument> instrument =
                    "SWAP".equals(wire.instType())
                            ? market.instrument(wire.instId())
                            : Optional.empty();
            if (instrument.isEmpty()) {
                unknown.incrementAndGet();
                continue;
            }
            told.addAll(changed(OkxOrderParse.position(instrument.get().id(), wire)));
        }
        if (!told.isEmpty()) {
            listener.onPositions(List.copyOf(told));
        }
        return told;
    }

    /** Where there is one position of both sides, one side is over when the other is told. */
    private List<Position> changed(Position position) {
        List<Position> changed = new ArrayList<>();
        if (position.quantity().signum() == 0) {
            List<Position> former =
                    open.values().stream()
                            .filter(one -> one.instrument().equals(position.instrument()))
                            .toList();
            former.forEach(one -> open.remove(held(one)));
            former.forEach(one -> changed.add(closed(one)));
            if (former.isEmpty()) {
                changed.add(position);
            }
            return changed;
        }
        open.put(held(position), position);
        changed.add(position);
        return changed;
    }

    private static Held held(Position position) {
        return new Held(position.instrument(), position.side());
    }

    private static Position closed(Position position) {
        return new Position(
                position.instrument(),
                position.side(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                Optional.empty(),
                BigDecimal.ZERO,
                Optional.empty(),
                position.leverage(),
                position.marginMode(),
                position.updatedAt());
    }
}
