package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.exchange.RuleCheck;
import dev.k2.exchange.binance.BinanceReply.Certainty;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.TimeInForce;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Places, cancels and asks for orders of one account over REST. */
final class BinanceOrders implements OrderEntry {
    private static final Duration TRADES_WINDOW = Duration.ofHours(24);

    /** Farther back, reading everything by id takes fewer questions than a window for each day. */
    private static final Duration BY_WINDOWS_MAX = Duration.ofDays(30);

    private static final int PAGES_MAX = 1_000;

    private final BinanceRest rest;
    private final BinanceMarket market;
    private final BinanceSigner signer;
    private final BinanceOrderCount orderCount;
    private final InstantSource clock;

    BinanceOrders(
            BinanceRest rest,
            BinanceMarket market,
            BinanceSigner signer,
            BinanceOrderCount orderCount,
            InstantSource clock) {
        this.rest = rest;
        this.market = market;
        this.signer = signer;
        this.orderCount = orderCount;
        this.clock = clock;
    }

    @Override
    public ExchangeId exchange() {
        return ExchangeId.BINANCE;
    }

    @Override
    public Placement place(NewOrder order) {
        Optional<String> word = BinanceWords.word(order.type(), order.timeInForce());
        if (word.isEmpty() || !order.terms().equals(OrderTerms.PLAIN)) {
            return new Placement.Rejected(
                    BinanceErrors.local(
                            ExchangeId.BINANCE,
                            "place an order",
                            ErrorCategory.VALIDATION,
                            "Binance Spot has no "
                                    + order.type()
                                    + " order with "
                                    + order.timeInForce()
                                    + (word.isPresent() ? " and these terms" : "")));
        }
        Optional<RuleCheck.Breach> breach = RuleCheck.breach(order);
        if (breach.isPresent()) {
            return new Placement.Rejected(BinanceErrors.breach(ExchangeId.BINANCE, breach.get()));
        }
        return switch (rest.place(signer, orderCount, parameters(order, word.get()))) {
            case BinanceReply.Ok<BinanceRestWire.Order>(BinanceRestWire.Order wire) ->
                    accepted(order.instrument().id(), wire);
            case BinanceReply.Failed<BinanceRestWire.Order>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Placement.Unknown(BinanceErrors.unknownOutcome(error))
                            : new Placement.Rejected(error);
        };
    }

    @Override
    public Cancellation cancel(OrderRef order) {
        return switch (rest.cancel(signer, parameters(order))) {
            case BinanceReply.Ok<BinanceRestWire.Order>(BinanceRestWire.Order wire) -> {
                Answer<OrderReport> report = report(order.instrument().id(), wire, "cancel");
                yield switch (report) {
                    case Answer.Ok<OrderReport>(OrderReport read) ->
                            new Cancellation.Acknowledged(Optional.of(read));
                    case Answer.Failed<OrderReport>(ExchangeError error) ->
                            new Cancellation.Unknown(error);
                };
            }
            case BinanceReply.Failed<BinanceRestWire.Order>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.REFUSED
                            ? new Cancellation.Refused(error)
                            : new Cancellation.Unknown(error);
        };
    }

    @Override
    public Lookup find(OrderRef order) {
        return switch (rest.order(signer, parameters(order))) {
            case BinanceReply.Ok<BinanceRestWire.Order>(BinanceRestWire.Order wire) ->
                    switch (report(order.instrument().id(), wire, "ask for an order")) {
                        case Answer.Ok<OrderReport>(OrderReport read) -> new Lookup.Found(read);
                        case Answer.Failed<OrderReport>(ExchangeError error) ->
                                new Lookup.Failed(error);
                    };
            case BinanceReply.Failed<BinanceRestWire.Order>(
                            Certainty certainty,
                            ExchangeError error) ->
                    isAbsence(error) ? new Lookup.Absent(error) : new Lookup.Failed(error);
        };
    }

    @Override
    public Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        return rest.openOrders(signer, instrument.map(Instrument::symbol))
                .flatAnswer(this::reports);
    }

    @Override
    public Answer<List<Fill>> fills(Instrument instrument, Instant since) {
        List<Fill> fills = new ArrayList<>();
        Instant now = clock.instant();
        if (since.isBefore(now.minus(BY_WINDOWS_MAX))) {
            return following(fills, instrument, -1)
                    .map(
                            all ->
                                    all.stream()
                                            .filter(fill -> !fill.executedAt().isBefore(since))
                                            .toList());
        }
        Instant from = since;
        while (from.isBefore(now.plus(TRADES_WINDOW))) {
            Instant to = from.plus(TRADES_WINDOW).minusMillis(1);
            switch (rest.myTradesBetween(
                    signer, instrument.symbol(), from.toEpochMilli(), to.toEpochMilli())) {
                case BinanceReply.Failed<List<BinanceRestWire.MyTrade>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case BinanceReply.Ok<List<BinanceRestWire.MyTrade>>(
                                List<BinanceRestWire.MyTrade> page) -> {
                    if (!page.isEmpty()) {
                        add(fills, instrument, page);
                        return following(fills, instrument, page.getLast().id());
                    }
                }
            }
            from = to.plusMillis(1);
        }
        return new Answer.Ok<>(List.copyOf(fills));
    }

    @Override
    public Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        List<Fill> fills = new ArrayList<>();
        OptionalLong fromId = OptionalLong.empty();
        for (int pages = 0; pages < PAGES_MAX; pages++) {
            switch (rest.myTradesOf(signer, instrument.symbol(), order.text(), fromId)) {
                case BinanceReply.Failed<List<BinanceRestWire.MyTrade>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case BinanceReply.Ok<List<BinanceRestWire.MyTrade>>(
                                List<BinanceRestWire.MyTrade> page) -> {
                    add(fills, instrument, page);
                    if (page.size() < BinanceRest.MY_TRADES_MAX) {
                        return new Answer.Ok<>(List.copyOf(fills));
                    }
                    fromId = OptionalLong.of(page.getLast().id() + 1);
                }
            }
        }
        return tooMany(fills);
    }

    /** What comes after a trade is read by id, which needs no windows of time. */
    private Answer<List<Fill>> following(List<Fill> fills, Instrument instrument, long lastId) {
        long id = lastId;
        for (int pages = 0; pages < PAGES_MAX; pages++) {
            switch (rest.myTradesFrom(signer, instrument.symbol(), id + 1)) {
                case BinanceReply.Failed<List<BinanceRestWire.MyTrade>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case BinanceReply.Ok<List<BinanceRestWire.MyTrade>>(
                                List<BinanceRestWire.MyTrade> page) -> {
                    add(fills, instrument, page);
                    if (page.size() < BinanceRest.MY_TRADES_MAX) {
                        return new Answer.Ok<>(List.copyOf(fills));
                    }
                    id = page.getLast().id();
                }
            }
        }
        return tooMany(fills);
    }

    private static Answer<List<Fill>> tooMany(List<Fill> fills) {
        return new Answer.Failed<>(
                BinanceErrors.local(
                        ExchangeId.BINANCE,
                        "ask for fills",
                        ErrorCategory.VALIDATION,
                        "There are more than " + fills.size() + " fills"));
    }

    private static void add(
            List<Fill> fills, Instrument instrument, List<BinanceRestWire.MyTrade> page) {
        page.forEach(trade -> fills.add(BinanceParse.fill(instrument.id(), trade)));
    }

    private Placement accepted(InstrumentId instrument, BinanceRestWire.Order wire) {
        return switch (report(instrument, wire, "place an order")) {
            case Answer.Ok<OrderReport>(OrderReport report) ->
                    new Placement.Accepted(report.id(), Optional.of(report));
            case Answer.Failed<OrderReport>(ExchangeError error) ->
                    new Placement.Unknown(BinanceErrors.unknownOutcome(error));
        };
    }

    private Answer<List<OrderReport>> reports(List<BinanceRestWire.Order> wires) {
        List<OrderReport> reports = new ArrayList<>();
        for (BinanceRestWire.Order wire : wires) {
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

    private static Answer<OrderReport> report(
            InstrumentId instrument, BinanceRestWire.Order wire, String operation) {
        try {
            return new Answer.Ok<>(BinanceParse.order(instrument, wire));
        } catch (BinanceParse.UnknownWord unknown) {
            return new Answer.Failed<>(
                    BinanceErrors.unreadable(
                            ExchangeId.BINANCE,
                            operation,
                            "order " + wire.orderId() + ": " + unknown.getMessage()));
        }
    }

    private static boolean isAbsence(ExchangeError error) {
        return Integer.toString(BinanceErrors.NO_SUCH_ORDER).equals(error.details().get("code"));
    }

    private static Map<String, String> parameters(NewOrder order, String word) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", order.instrument().symbol());
        parameters.put("side", order.side().name());
        parameters.put("type", word);
        if (order.type().isPriced() && order.timeInForce() != TimeInForce.POST_ONLY) {
            parameters.put("timeInForce", order.timeInForce().name());
        }
        parameters.put("quantity", Decimals.plain(order.quantity()));
        order.price().ifPresent(price -> parameters.put("price", Decimals.plain(price)));
        order.stopPrice().ifPresent(stop -> parameters.put("stopPrice", Decimals.plain(stop)));
        parameters.put("newClientOrderId", order.clientOrderId().text());
        parameters.put("newOrderRespType", "RESULT");
        return parameters;
    }

    private static Map<String, String> parameters(OrderRef order) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", order.instrument().symbol());
        Optional<ExchangeOrderId> known = order.exchangeOrderId();
        if (known.isPresent()) {
            parameters.put("orderId", known.get().text());
        } else {
            parameters.put("origClientOrderId", order.clientOrderId().text());
        }
        return parameters;
    }
}
