package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.ListPlacement;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.NewOrderList;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.exchange.RuleCheck;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Places, changes, cancels and asks for orders of one account. */
final class BinanceOrders implements OrderEntry {
    /** A fill can bear a time of Binance's clock, which may be ahead of ours. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(1);

    private final BinanceOrderCalls calls;
    private final BinanceMarket market;
    private final BinanceAmend amend;
    private final InstantSource clock;

    BinanceOrders(BinanceOrderCalls calls, BinanceMarket market, InstantSource clock) {
        this.calls = calls;
        this.market = market;
        this.amend = new BinanceAmend(calls);
        this.clock = clock;
    }

    @Override
    public ExchangeId exchange() {
        return ExchangeId.BINANCE;
    }

    @Override
    public Placement place(NewOrder order) {
        Optional<RuleCheck.Breach> breach = BinanceOrderForm.breach(order);
        if (breach.isPresent()) {
            return new Placement.Rejected(
                    breach("place an order", order.instrument(), breach.get()));
        }
        return switch (calls.place(order.instrument(), BinanceOrderForm.of(order))) {
            case Reply.Ok<BinanceOrderWire.Order>(BinanceOrderWire.Order wire) ->
                    accepted(order.instrument().id(), wire);
            case Reply.Failed<BinanceOrderWire.Order>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Placement.Unknown(BinanceErrors.unknownOutcome(error))
                            : new Placement.Rejected(error);
        };
    }

    @Override
    public Amendment amend(OrderChange change) {
        return amend.amend(change);
    }

    @Override
    public Cancellation cancel(OrderRef order) {
        return switch (calls.cancel(order)) {
            case Reply.Ok<BinanceOrderWire.Order>(BinanceOrderWire.Order wire) -> {
                Answer<OrderReport> report =
                        report(order.instrument().id(), wire, "cancel an order");
                yield switch (report) {
                    case Answer.Ok<OrderReport>(OrderReport read) ->
                            new Cancellation.Acknowledged(Optional.of(read));
                    case Answer.Failed<OrderReport>(ExchangeError error) ->
                            new Cancellation.Unknown(error);
                };
            }
            case Reply.Failed<BinanceOrderWire.Order>(Certainty certainty, ExchangeError error) ->
                    notCancelled(certainty, error);
        };
    }

    /** Binance says that an order is unknown when none is open. */
    @Override
    public Answer<List<ExchangeOrderId>> cancelAll(Instrument instrument) {
        return switch (calls.cancelAll(instrument)) {
            case Reply.Ok<List<JsonNode>>(List<JsonNode> cancelled) ->
                    cancelledIds(instrument, cancelled);
            case Reply.Failed<List<JsonNode>>(Certainty certainty, ExchangeError error) ->
                    BinanceErrors.isCode(error, BinanceErrors.CANCEL_REJECTED)
                            ? new Answer.Ok<>(List.of())
                            : new Answer.Failed<>(error);
        };
    }

    @Override
    public ListPlacement placeList(NewOrderList list) {
        Optional<RuleCheck.Breach> breach = BinanceOrderForm.breach(list);
        if (breach.isPresent()) {
            return new ListPlacement.Rejected(
                    breach("place an order list", list.instrument(), breach.get()));
        }
        return switch (calls.placeList(list, BinanceOrderForm.of(list))) {
            case Reply.Ok<BinanceOrderWire.OrderList>(BinanceOrderWire.OrderList wire) ->
                    accepted(list.instrument().id(), wire);
            case Reply.Failed<BinanceOrderWire.OrderList>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new ListPlacement.Unknown(BinanceErrors.unknownOutcome(error))
                            : new ListPlacement.Rejected(error);
        };
    }

    @Override
    public Cancellation cancelList(Instrument instrument, String listId) {
        return switch (calls.cancelList(instrument, listId)) {
            case Reply.Ok<BinanceOrderWire.OrderList> ok ->
                    new Cancellation.Acknowledged(Optional.empty());
            case Reply.Failed<BinanceOrderWire.OrderList>(
                            Certainty certainty,
                            ExchangeError error) ->
                    notCancelled(certainty, error);
        };
    }

    @Override
    public Lookup find(OrderRef order) {
        return switch (calls.order(order)) {
            case Reply.Ok<BinanceOrderWire.Order>(BinanceOrderWire.Order wire) ->
                    switch (report(order.instrument().id(), wire, "ask for an order")) {
                        case Answer.Ok<OrderReport>(OrderReport read) -> new Lookup.Found(read);
                        case Answer.Failed<OrderReport>(ExchangeError error) ->
                                new Lookup.Failed(error);
                    };
            case Reply.Failed<BinanceOrderWire.Order>(Certainty certainty, ExchangeError error) ->
                    BinanceErrors.isCode(error, BinanceErrors.NO_SUCH_ORDER)
                            ? new Lookup.Absent(error)
                            : new Lookup.Failed(error);
        };
    }

    @Override
    public Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        return calls.openOrders(instrument).flatAnswer(this::openReports);
    }

    @Override
    public Answer<List<OrderReport>> history(Instrument instrument, Instant from, Instant to) {
        Answer<List<BinanceOrderWire.Order>> orders =
                BinanceHistory.read(
                        "ask for ended orders",
                        instrument,
                        new OrderSource(calls, instrument),
                        from,
                        to);
        return switch (orders) {
            case Answer.Failed<List<BinanceOrderWire.Order>>(ExchangeError error) ->
                    new Answer.Failed<>(error);
            case Answer.Ok<List<BinanceOrderWire.Order>>(List<BinanceOrderWire.Order> wires) ->
                    reports(instrument.id(), wires);
        };
    }

    @Override
    public Answer<List<Fill>> fills(Instrument instrument, Instant since) {
        return BinanceHistory.read(
                        "ask for fills",
                        instrument,
                        new TradeSource(calls, instrument),
                        since,
                        clock.instant().plus(AHEAD_MAX))
                .map(trades -> fills(instrument, trades));
    }

    @Override
    public Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        return BinanceHistory.<BinanceOrderWire.MyTrade>pages(
                        "ask for fills",
                        instrument,
                        fromId -> calls.myTradesOf(instrument, order, fromId),
                        BinanceOrderWire.MyTrade::id)
                .map(trades -> fills(instrument, trades));
    }

    /** An order as its state was told; what states it in words that we do not know fails. */
    static Answer<OrderReport> report(
            InstrumentId instrument, BinanceOrderWire.Order wire, String operation) {
        try {
            return new Answer.Ok<>(BinanceOrderParse.order(instrument, wire));
        } catch (BinanceParse.UnknownWord unknown) {
            return new Answer.Failed<>(
                    BinanceErrors.about(
                            BinanceErrors.unreadable(
                                    ExchangeId.BINANCE,
                                    operation,
                                    "order " + wire.orderId() + ": " + unknown.getMessage()),
                            instrument));
        }
    }

    private static Placement accepted(InstrumentId instrument, BinanceOrderWire.Order wire) {
        return switch (report(instrument, wire, "place an order")) {
            case Answer.Ok<OrderReport>(OrderReport report) ->
                    new Placement.Accepted(report.id(), Optional.of(report));
            case Answer.Failed<OrderReport>(ExchangeError error) ->
                    new Placement.Unknown(BinanceErrors.unknownOutcome(error));
        };
    }

    private static ListPlacement accepted(
            InstrumentId instrument, BinanceOrderWire.OrderList wire) {
        List<BinanceOrderWire.Order> told =
                wire.orderReports() == null ? List.of() : wire.orderReports();
        return switch (reports(instrument, told)) {
            case Answer.Ok<List<OrderReport>>(List<OrderReport> reports) ->
                    new ListPlacement.Accepted(Long.toString(wire.orderListId()), reports);
            case Answer.Failed<List<OrderReport>>(ExchangeError error) ->
                    new ListPlacement.Unknown(BinanceErrors.unknownOutcome(error));
        };
    }

    private static Cancellation notCancelled(Certainty certainty, ExchangeError error) {
        return certainty == Certainty.REFUSED
                ? new Cancellation.Refused(error)
                : new Cancellation.Unknown(error);
    }

    private static Answer<List<ExchangeOrderId>> cancelledIds(
            Instrument instrument, List<JsonNode> cancelled) {
        List<ExchangeOrderId> ids = new ArrayList<>();
        try {
            for (JsonNode one : cancelled) {
                if (one.has("orders")) {
                    Json.lenient()
                            .treeToValue(one, BinanceOrderWire.OrderList.class)
                            .orders()
                            .forEach(order -> ids.add(id(order.orderId())));
                } else {
                    ids.add(
                            id(
                                    Json.lenient()
                                            .treeToValue(one, BinanceOrderWire.Order.class)
                                            .orderId()));
                }
            }
        } catch (JsonProcessingException unreadable) {
            return new Answer.Failed<>(
                    BinanceErrors.about(
                            BinanceErrors.unreadable(
                                    ExchangeId.BINANCE,
                                    "cancel all orders",
                                    unreadable.getOriginalMessage()),
                            instrument.id()));
        }
        return new Answer.Ok<>(List.copyOf(ids));
    }

    private static ExchangeOrderId id(long number) {
        return new ExchangeOrderId(Long.toString(number));
    }

    private Answer<List<OrderReport>> openReports(List<BinanceOrderWire.Order> wires) {
        List<OrderReport> reports = new ArrayList<>();
        for (BinanceOrderWire.Order wire : wires) {
            Optional<Instrument> instrument = market.instrument(wire.symbol());
            if (instrument.isEmpty()) {
                return new Answer.Failed<>(
                        BinanceErrors.unreadable(
                                ExchangeId.BINANCE,
                                "ask for open orders",
                                "unknown symbol " + wire.symbol()));
            }
            switch (report(instrument.get().id(), wire, "ask for open orders")) {
                case Answer.Ok<OrderReport>(OrderReport report) -> reports.add(report);
                case Answer.Failed<OrderReport>(ExchangeError error) -> {
                    return new Answer.Failed<>(error);
                }
            }
        }
        return new Answer.Ok<>(List.copyOf(reports));
    }

    private static Answer<List<OrderReport>> reports(
            InstrumentId instrument, List<BinanceOrderWire.Order> wires) {
        List<OrderReport> reports = new ArrayList<>();
        for (BinanceOrderWire.Order wire : wires) {
            switch (report(instrument, wire, "ask for ended orders")) {
                case Answer.Ok<OrderReport>(OrderReport report) -> reports.add(report);
                case Answer.Failed<OrderReport>(ExchangeError error) -> {
                    return new Answer.Failed<>(error);
                }
            }
        }
        return new Answer.Ok<>(List.copyOf(reports));
    }

    private static List<Fill> fills(Instrument instrument, List<BinanceOrderWire.MyTrade> trades) {
        return trades.stream()
                .map(trade -> BinanceOrderParse.fill(instrument.id(), trade))
                .toList();
    }

    private static ExchangeError breach(
            String operation, Instrument instrument, RuleCheck.Breach breach) {
        return BinanceErrors.about(
                BinanceErrors.breach(ExchangeId.BINANCE, operation, breach), instrument.id());
    }

    private record OrderSource(BinanceOrderCalls calls, Instrument instrument)
            implements BinanceHistory.Source<BinanceOrderWire.Order> {
        @Override
        public Reply<List<BinanceOrderWire.Order>> between(long fromMillis, long toMillis) {
            return calls.ordersBetween(instrument, fromMillis, toMillis);
        }

        @Override
        public Reply<List<BinanceOrderWire.Order>> from(long id) {
            return calls.ordersFrom(instrument, id);
        }

        @Override
        public long id(BinanceOrderWire.Order row) {
            return row.orderId();
        }

        @Override
        public long millis(BinanceOrderWire.Order row) {
            return row.time() == null ? 0 : row.time();
        }
    }

    private record TradeSource(BinanceOrderCalls calls, Instrument instrument)
            implements BinanceHistory.Source<BinanceOrderWire.MyTrade> {
        @Override
        public Reply<List<BinanceOrderWire.MyTrade>> between(long fromMillis, long toMillis) {
            return calls.myTradesBetween(instrument, fromMillis, toMillis);
        }

        @Override
        public Reply<List<BinanceOrderWire.MyTrade>> from(long id) {
            return calls.myTradesFrom(instrument, id);
        }

        @Override
        public long id(BinanceOrderWire.MyTrade row) {
            return row.id();
        }

        @Override
        public long millis(BinanceOrderWire.MyTrade row) {
            return row.time();
        }
    }
}
