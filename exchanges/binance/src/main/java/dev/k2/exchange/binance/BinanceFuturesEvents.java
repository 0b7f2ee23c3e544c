package dev.k2.exchange.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.binance.BinanceAlgoOrders.Algo;
import dev.k2.exchange.binance.BinanceParse.UnknownWord;
import dev.k2.exchange.net.Json;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events of an account's stream and tells them on. Used on one thread, apart from its count. What an event says
 * too little of is left in {@link BinanceFuturesGaps}, to be asked for.
 */
final class BinanceFuturesEvents {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceFuturesEvents.class);
    private static final int FILLS_REMEMBERED = 10_000;

    private final BinanceMarket market;
    private final BinanceAlgoOrders algos;
    private final UserStreamListener listener;
    private final BinanceFuturesGaps gaps;
    private final Set<String> told = new LinkedHashSet<>();
    private final AtomicLong unknown = new AtomicLong();

    BinanceFuturesEvents(
            BinanceMarket market,
            BinanceAlgoOrders algos,
            UserStreamListener listener,
            BinanceFuturesGaps gaps) {
        this.market = market;
        this.algos = algos;
        this.listener = listener;
        this.gaps = gaps;
    }

    /** Events and words that were passed over because they are new. */
    long unknown() {
        return unknown.get();
    }

    /**
     * Reads one event.
     *
     * @throws UnknownWord where a word that states an order is not one that we know
     */
    void read(JsonNode event) throws IOException, UnknownWord {
        String kind = event.path("e").asText();
        switch (kind) {
            case "ORDER_TRADE_UPDATE" ->
                    order(as(event, BinanceFuturesUserWire.OrderEvent.class), event.path("T"));
            case "TRADE_LITE" -> early(as(event, BinanceFuturesUserWire.TradeLite.class));
            case "ALGO_UPDATE" -> algo(as(event, BinanceFuturesUserWire.AlgoEvent.class));
            case "ACCOUNT_UPDATE" -> account(as(event, BinanceFuturesUserWire.AccountEvent.class));
            case "CONDITIONAL_ORDER_TRIGGER_REJECT" ->
                    rejected(as(event, BinanceFuturesUserWire.TriggerRejected.class));
            case "MARGIN_CALL" -> {
                LOG.warn("binance futures: the account's margin is called");
                gaps.positionsChanged();
            }
            // Leverage stands in positions; which currencies stand for one another, in balances.
            case "ACCOUNT_CONFIG_UPDATE" -> {
                gaps.positionsChanged();
                gaps.balancesChanged();
            }
            // Strategies and grids are Binance's own robots; their orders are told as orders.
            case "STRATEGY_UPDATE", "GRID_UPDATE" -> {}
            default -> {
                unknown.incrementAndGet();
                LOG.warn("binance futures user stream: unknown event {} was skipped", kind);
            }
        }
    }

    private void order(BinanceFuturesUserWire.OrderEvent event, JsonNode time) throws UnknownWord {
        BinanceFuturesUserWire.OrderTold wire = event.order();
        Optional<Instrument> instrument = instrument(wire.symbol());
        if (instrument.isEmpty()) {
            return;
        }
        var fill = BinanceFuturesParse.fill(instrument.get().id(), wire);
        OrderReport report =
                algos.told(
                        wire.orderId(),
                        BinanceFuturesParse.order(
                                instrument.get().id(),
                                wire,
                                time.isNumber() ? time.asLong() : wire.tradeTime()));
        gaps.told(wire.symbol(), wire.tradeId());
        fill.ifPresent(read -> tell(wire, read));
        listener.onOrder(report);
        gaps.balancesChanged();
    }

    private void tell(BinanceFuturesUserWire.OrderTold wire, Fill fill) {
        if (isForced(wire.clientOrderId())) {
            LOG.warn("binance futures: the exchange closed a position in {}", wire.symbol());
        }
        if (told.add(wire.symbol() + " " + wire.tradeId())) {
            listener.onFill(algos.told(wire.orderId(), fill));
        }
        if (told.size() > FILLS_REMEMBERED) {
            told.remove(told.iterator().next());
        }
    }

    /** A fill ahead of its report says no fee, so the report is waited for. */
    private void early(BinanceFuturesUserWire.TradeLite wire) {
        instrument(wire.symbol())
                .filter(instrument -> !told.contains(wire.symbol() + " " + wire.tradeId()))
                .ifPresent(
                        instrument ->
                                gaps.fillAnnounced(instrument, wire.orderId(), wire.tradeId()));
    }

    private void algo(BinanceFuturesUserWire.AlgoEvent event) throws UnknownWord {
        BinanceFuturesUserWire.AlgoTold wire = event.order();
        Optional<Instrument> instrument = instrument(wire.symbol());
        if (instrument.isEmpty()) {
            return;
        }
        Algo algo = BinanceFuturesParse.algo(wire);
        algos.remember(algo, BinanceFuturesParse.child(wire.actualOrderId()));
        listener.onOrder(
                BinanceFuturesParse.order(instrument.get().id(), algo, wire, event.time()));
    }

    private void account(BinanceFuturesUserWire.AccountEvent event) throws UnknownWord {
        if (event.account().balances() != null) {
            gaps.balancesChanged();
        }
        List<BinanceFuturesUserWire.PositionTold> wires = event.account().positions();
        if (wires == null) {
            return;
        }
        List<Position> positions = new ArrayList<>();
        for (BinanceFuturesUserWire.PositionTold wire : wires) {
            Optional<Instrument> instrument = instrument(wire.symbol());
            if (instrument.isPresent() && !isShadow(wire, wires)) {
                positions.addAll(positions(instrument.get(), wire, event.time()));
            }
        }
        if (!positions.isEmpty()) {
            listener.onPositions(List.copyOf(positions));
        }
    }

    /** Where there is one position only, the other side of it is closed. */
    private static List<Position> positions(
            Instrument instrument, BinanceFuturesUserWire.PositionTold wire, long time)
            throws UnknownWord {
        PositionSide side = BinanceFuturesParse.positionSide(wire.side(), wire.amount());
        Position told = BinanceFuturesParse.position(instrument.id(), wire, side, time);
        if (!wire.side().equals("BOTH")) {
            return List.of(told);
        }
        PositionSide other = side == PositionSide.LONG ? PositionSide.SHORT : PositionSide.LONG;
        var none =
                new Position(
                        instrument.id(),
                        other,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        Optional.empty(),
                        BigDecimal.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        told.marginMode(),
                        told.updatedAt());
        return List.of(none, told);
    }

    /** Beside positions of both sides, the one without a side means nothing. */
    private static boolean isShadow(
            BinanceFuturesUserWire.PositionTold wire,
            List<BinanceFuturesUserWire.PositionTold> all) {
        return wire.side().equals("BOTH")
                && all.stream()
                        .anyMatch(
                                other ->
                                        other.symbol().equals(wire.symbol())
                                                && !other.side().equals("BOTH"));
    }

    private void rejected(BinanceFuturesUserWire.TriggerRejected event) {
        BinanceFuturesUserWire.RejectedOrder wire = event.order();
        LOG.warn("binance futures: a triggered order was refused: {}", wire.reason());
        instrument(wire.symbol())
                .ifPresent(instrument -> gaps.orderChanged(instrument, wire.orderId()));
    }

    /** Contracts that K2 does not trade are no business of it. */
    private Optional<Instrument> instrument(String symbol) {
        Optional<Instrument> found = market.instrument(symbol);
        if (found.isEmpty()) {
            unknown.incrementAndGet();
        }
        return found;
    }

    private static boolean isForced(String clientOrderId) {
        return clientOrderId.startsWith("autoclose-")
                || clientOrderId.startsWith("adl_autoclose")
                || clientOrderId.startsWith("settlement_autoclose-")
                || clientOrderId.startsWith("delivery_autoclose-");
    }

    private static <T> T as(JsonNode event, Class<T> type) throws IOException {
        return Json.lenient().treeToValue(event, type);
    }
}
