package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Balance;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an account's stream leaves untold: how much of a balance is free, what a called margin means
 * for positions, and fills that were announced and never reported. It is asked for a little later,
 * once for many events. Used on one thread.
 */
final class BinanceFuturesGaps {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceFuturesGaps.class);

    /** Binance's weight for balances is 5, so this is a sixteenth of what an address has. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(2);

    private static final Duration REPORT_MAX = Duration.ofSeconds(5);
    private static final int ANNOUNCED_MAX = 10_000;

    private record Announced(Instrument instrument, long orderId, Instant since) {}

    private record Changed(Instrument instrument, long orderId) {}

    private final BinanceFuturesRest rest;
    private final BinanceMarket market;
    private final BinanceFuturesReports reports;
    private final BinanceFuturesHistory history;
    private final UserStreamListener listener;
    private final InstantSource clock;
    private final Map<String, Announced> announced = new LinkedHashMap<>();
    private final Set<Changed> orders = new HashSet<>();
    private final Map<String, Balance> balances = new HashMap<>();
    private boolean balancesWanted;
    private boolean positionsWanted;
    private Instant askedAt = Instant.MIN;

    BinanceFuturesGaps(
            BinanceFuturesRest rest,
            BinanceMarket market,
            BinanceAlgoOrders algos,
            UserStreamListener listener,
            InstantSource clock) {
        this.rest = rest;
        this.market = market;
        this.reports = new BinanceFuturesReports(rest, market, algos);
        this.history = new BinanceFuturesHistory(rest, reports, algos, clock);
        this.listener = listener;
        this.clock = clock;
    }

    void balancesChanged() {
        balancesWanted = true;
    }

    void positionsChanged() {
        positionsWanted = true;
    }

    void orderChanged(Instrument instrument, long orderId) {
        orders.add(new Changed(instrument, orderId));
    }

    /** A fill's report is to follow. */
    void fillAnnounced(Instrument instrument, long orderId, long tradeId) {
        if (announced.size() < ANNOUNCED_MAX) {
            announced.putIfAbsent(
                    instrument.symbol() + " " + tradeId,
                    new Announced(instrument, orderId, clock.instant()));
        }
    }

    /** A fill's report came. */
    void told(String symbol, long tradeId) {
        announced.remove(symbol + " " + tradeId);
    }

    /** Asks what there is to ask. Blocks. Called from time to time. */
    void fill() {
        Instant now = clock.instant();
        for (Map.Entry<String, Announced> entry : List.copyOf(announced.entrySet())) {
            Announced one = entry.getValue();
            if (now.isAfter(one.since().plus(REPORT_MAX)) && areFillsTold(one)) {
                announced.remove(entry.getKey());
            }
        }
        List<Changed> due = List.copyOf(orders);
        orders.clear();
        due.forEach(this::askForOrder);
        boolean wanted = balancesWanted || positionsWanted;
        if (wanted && !now.isBefore(askedAt.plus(BETWEEN_QUESTIONS))) {
            askedAt = now;
            askForMoney();
        }
    }

    private void askForMoney() {
        if (balancesWanted) {
            balancesWanted = false;
            switch (rest.balances().answer(BinanceFuturesParse::balances)) {
                case Answer.Ok<List<Balance>>(List<Balance> told) -> tell(told);
                case Answer.Failed<List<Balance>> failed -> {
                    balancesWanted = true;
                    LOG.warn("balances could not be asked for: {}", failed.error().message());
                }
            }
        }
        if (positionsWanted) {
            positionsWanted = false;
            switch (BinanceFuturesAccount.positions(rest, market)) {
                case Answer.Ok<List<Position>>(List<Position> told) -> listener.onPositions(told);
                case Answer.Failed<List<Position>> failed -> {
                    positionsWanted = true;
                    LOG.warn("positions could not be asked for: {}", failed.error().message());
                }
            }
        }
    }

    private void tell(List<Balance> told) {
        List<Balance> changed =
                told.stream()
                        .filter(balance -> !balance.equals(balances.get(balance.currency())))
                        .toList();
        changed.forEach(balance -> balances.put(balance.currency(), balance));
        if (!changed.isEmpty()) {
            listener.onBalances(changed);
        }
    }

    /** Asks for an order's fills. A question that can be answered later is asked again. */
    private boolean areFillsTold(Announced one) {
        var order = new ExchangeOrderId(Long.toString(one.orderId()));
        return switch (history.fillsOf(one.instrument(), order)) {
            case Answer.Ok<List<Fill>>(List<Fill> fills) -> {
                fills.forEach(listener::onFill);
                orders.add(new Changed(one.instrument(), one.orderId()));
                yield true;
            }
            case Answer.Failed<List<Fill>> failed -> {
                LOG.warn("fills could not be asked for: {}", failed.error().message());
                yield !failed.error().retryable();
            }
        };
    }

    private void askForOrder(Changed changed) {
        switch (reports.findWorking(changed.instrument(), changed.orderId())) {
            case Lookup.Found(OrderReport report) -> listener.onOrder(report);
            case Lookup.Absent absent ->
                    LOG.warn("order {} is not known: {}", changed.orderId(), absent.reason());
            case Lookup.Failed(ExchangeError error) -> {
                LOG.warn("an order could not be asked for: {}", error.message());
                if (error.retryable()) {
                    orders.add(changed);
                }
            }
        }
    }
}
