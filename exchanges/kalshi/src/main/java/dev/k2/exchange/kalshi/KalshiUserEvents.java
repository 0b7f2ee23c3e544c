package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.SocketNotice;
import dev.k2.model.Balance;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.Position;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Kalshi tells of an account into calls of a listener. Lives on the stream's own thread. */
final class KalshiUserEvents {
    private static final Logger LOG = LoggerFactory.getLogger(KalshiUserEvents.class);

    /** Balances over REST lag behind what caused them. */
    private static final Duration LAG = Duration.ofSeconds(3);

    private final KalshiAccountState state;
    private final KalshiMarket market;
    private final KalshiOrderIds ids;
    private final InstantSource clock;
    private final UserStreamListener listener;

    /** Positions that were told as open, so that one which is told no more is known to be closed. */
    private final Map<InstrumentId, Position> open = new HashMap<>();

    private Instant changedUntil = Instant.EPOCH;
    private List<Balance> told = List.of();

    KalshiUserEvents(
            KalshiAccountState state,
            KalshiMarket market,
            KalshiOrderIds ids,
            InstantSource clock,
            UserStreamListener listener) {
        this.state = state;
        this.market = market;
        this.ids = ids;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Reads one message.
     *
     * @throws UnknownWord where it states an order, a fill or a position in words that we do not
     *     know; whoever listens has to ask for everything then
     */
    void read(String type, JsonNode message) throws JsonProcessingException, UnknownWord {
        switch (type) {
            case "user_order" -> order(wire(message, KalshiAccountWire.Order.class));
            case "fill" -> fill(wire(message, KalshiAccountWire.Fill.class));
            case "market_position" ->
                    position(wire(message, KalshiAccountWire.PositionChange.class));
            default -> {
                LOG.warn("kalshi user stream: a message of type {} was skipped", type);
                return;
            }
        }
        changedUntil = clock.instant().plus(LAG);
    }

    private void order(KalshiAccountWire.Order wire) throws UnknownWord {
        OrderReport report = KalshiOrderParse.order(wire);
        ids.learn(report.clientOrderId(), report.id());
        if (isKnown(wire.ticker())) {
            listener.onOrder(report);
        }
    }

    private void fill(KalshiAccountWire.Fill wire) throws UnknownWord {
        Fill fill = KalshiOrderParse.fill(wire);
        ids.learn(fill.clientOrderId(), fill.order());
        if (isKnown(fill.instrument().text())) {
            listener.onFill(ids.named(fill));
        }
    }

    private void position(KalshiAccountWire.PositionChange wire) {
        Position position =
                KalshiOrderParse.position(
                        wire.ticker(), wire.position(), wire.cost(), clock.instant());
        if (!isKnown(wire.ticker())) {
            return;
        }
        List<Position> changed = new ArrayList<>();
        Position former = open.get(position.instrument());
        if (former != null && former.side() != position.side()) {
            changed.add(closed(former));
        }
        remember(position);
        changed.add(position);
        listener.onPositions(List.copyOf(changed));
    }

    /** After a connect: balances and positions, and those that were closed unseen. */
    SocketNotice merge() {
        told = List.of();
        Optional<ExchangeError> failed = balances();
        if (failed.isPresent()) {
            return new SocketNotice.Cut("no balances: " + failed.get().message());
        }
        return switch (state.positions()) {
            case Answer.Failed<List<Position>>(ExchangeError error) ->
                    new SocketNotice.Cut("no positions: " + error.message());
            case Answer.Ok<List<Position>>(List<Position> held) -> {
                positions(held);
                yield new SocketNotice.Nothing();
            }
        };
    }

    /** Asks for balances for as long as what changed them may not have arrived there. */
    void look() {
        if (clock.instant().isAfter(changedUntil)) {
            return;
        }
        balances()
                .ifPresent(
                        error -> LOG.warn("kalshi user stream: no balances: {}", error.message()));
    }

    private Optional<ExchangeError> balances() {
        return switch (state.balances()) {
            case Answer.Failed<List<Balance>>(ExchangeError error) -> Optional.of(error);
            case Answer.Ok<List<Balance>>(List<Balance> held) -> {
                if (!held.equals(told)) {
                    told = held;
                    listener.onBalances(held);
                }
                yield Optional.empty();
            }
        };
    }

    private void positions(List<Position> held) {
        Set<InstrumentId> present = new HashSet<>();
        held.forEach(position -> present.add(position.instrument()));
        List<Position> changed = new ArrayList<>(held);
        open.values().stream()
                .filter(position -> !present.contains(position.instrument()))
                .map(this::closed)
                .forEach(changed::add);
        open.clear();
        held.forEach(this::remember);
        listener.onPositions(List.copyOf(changed));
    }

    private void remember(Position position) {
        if (position.quantity().signum() == 0) {
            open.remove(position.instrument());
        } else {
            open.put(position.instrument(), position);
        }
    }

    private Position closed(Position position) {
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
                clock.instant());
    }

    /** A ticker that cannot be named is none of ours; one that is not listed is looked up. */
    private boolean isKnown(String ticker) {
        return market.instrument(ticker).isPresent();
    }

    private static <T> T wire(JsonNode message, Class<T> type) throws JsonProcessingException {
        return Json.lenient().treeToValue(message, type);
    }
}
