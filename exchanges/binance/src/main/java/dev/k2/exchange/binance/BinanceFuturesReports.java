package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.binance.BinanceAlgoOrders.Algo;
import dev.k2.exchange.binance.BinanceParse.UnknownWord;
import dev.k2.exchange.net.Reply;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What Binance says about futures orders as reports, each told of the order that its owner knows. */
final class BinanceFuturesReports {
    private final BinanceFuturesRest rest;
    private final BinanceMarket market;
    private final BinanceAlgoOrders algos;

    BinanceFuturesReports(BinanceFuturesRest rest, BinanceMarket market, BinanceAlgoOrders algos) {
        this.rest = rest;
        this.market = market;
        this.algos = algos;
    }

    /** Whether an order of this id waits for a trigger, or did, as far as we know. */
    boolean waited(ClientOrderId id) {
        return algos.isKnown(id);
    }

    /** The instrument of a symbol; empty for what K2 does not trade. */
    Optional<Instrument> instrument(String symbol) {
        return market.instrument(symbol);
    }

    Answer<OrderReport> order(
            InstrumentId instrument, BinanceFuturesWire.Order wire, String operation) {
        try {
            return new Answer.Ok<>(
                    algos.told(wire.orderId(), BinanceFuturesParse.order(instrument, wire)));
        } catch (UnknownWord unknown) {
            return new Answer.Failed<>(unreadable(operation, "order " + wire.orderId(), unknown));
        }
    }

    /** An order that waits, as far as its own endpoint tells. */
    Answer<OrderReport> waiting(
            InstrumentId instrument, BinanceFuturesWire.AlgoOrder wire, String operation) {
        try {
            Algo algo = BinanceFuturesParse.algo(wire);
            algos.remember(algo, BinanceFuturesParse.child(wire.actualOrderId()));
            return new Answer.Ok<>(BinanceFuturesParse.order(instrument, algo, wire));
        } catch (UnknownWord unknown) {
            return new Answer.Failed<>(
                    unreadable(operation, "waiting order " + wire.algoId(), unknown));
        }
    }

    /** Looks for an order that is in the book, or was, by its own id. */
    Lookup findWorking(Instrument instrument, long orderId) {
        return switch (rest.order(
                Map.of("symbol", instrument.symbol(), "orderId", Long.toString(orderId)))) {
            case Reply.Ok<BinanceFuturesWire.Order>(BinanceFuturesWire.Order wire) ->
                    lookup(order(instrument.id(), wire, "ask for an order"));
            case Reply.Failed<BinanceFuturesWire.Order> failed -> notFound(failed.error());
        };
    }

    /** Looks for an order that waits; where it was triggered, for what it became. */
    Lookup findWaiting(InstrumentId instrument, Map<String, String> parameters) {
        return switch (rest.algo(parameters)) {
            case Reply.Ok<BinanceFuturesWire.AlgoOrder>(BinanceFuturesWire.AlgoOrder wire) ->
                    followed(instrument, wire);
            case Reply.Failed<BinanceFuturesWire.AlgoOrder> failed -> notFound(failed.error());
        };
    }

    /** The order that a waiting one became; empty where it did not, or it cannot be learned. */
    OptionalLong child(Map<String, String> parameters) {
        if (!(rest.algo(parameters)
                instanceof
                Reply.Ok<BinanceFuturesWire.AlgoOrder>(BinanceFuturesWire.AlgoOrder wire))) {
            return OptionalLong.empty();
        }
        try {
            long child = BinanceFuturesParse.child(wire.actualOrderId());
            algos.remember(BinanceFuturesParse.algo(wire), child);
            return child > 0 ? OptionalLong.of(child) : OptionalLong.empty();
        } catch (UnknownWord unknown) {
            return OptionalLong.empty();
        }
    }

    private Lookup followed(InstrumentId instrument, BinanceFuturesWire.AlgoOrder wire) {
        Answer<OrderReport> own = waiting(instrument, wire, "ask for an order");
        String child = wire.actualOrderId();
        if (own instanceof Answer.Failed || child == null || child.isEmpty()) {
            return lookup(own);
        }
        return switch (rest.order(Map.of("symbol", wire.symbol(), "orderId", child))) {
            case Reply.Ok<BinanceFuturesWire.Order>(BinanceFuturesWire.Order order) ->
                    lookup(order(instrument, order, "ask for an order"));
            case Reply.Failed<BinanceFuturesWire.Order> failed ->
                    isAbsence(failed.error()) ? lookup(own) : new Lookup.Failed(failed.error());
        };
    }

    static Lookup lookup(Answer<OrderReport> answer) {
        return switch (answer) {
            case Answer.Ok<OrderReport>(OrderReport report) -> new Lookup.Found(report);
            case Answer.Failed<OrderReport>(ExchangeError error) -> new Lookup.Failed(error);
        };
    }

    static Lookup notFound(ExchangeError error) {
        return isAbsence(error) ? new Lookup.Absent(error) : new Lookup.Failed(error);
    }

    private static boolean isAbsence(ExchangeError error) {
        return BinanceErrors.isCode(error, BinanceErrors.NO_SUCH_ORDER);
    }

    static ExchangeError unreadable(String operation, String what, UnknownWord unknown) {
        return BinanceErrors.unreadable(
                ExchangeId.BINANCE_FUTURES, operation, what + ": " + unknown.getMessage());
    }
}
