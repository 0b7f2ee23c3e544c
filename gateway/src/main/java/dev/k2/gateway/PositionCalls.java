package dev.k2.gateway;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.PriceView;
import dev.k2.model.EventGroup;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.Outcome;
import dev.k2.model.Position;
import dev.k2.model.PositionSettled;
import dev.k2.trading.AccountPositions;
import dev.k2.trading.Trading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls about positions: the open ones as their exchanges tell them, and what settled ones paid. */
final class PositionCalls {
    /** The newest ends of contracts that are shown. */
    private static final int SETTLED_MAX = 500;

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final Trading trading;
    private final MarketData market;

    PositionCalls(Trading trading, MarketData market) {
        this.trading = trading;
        this.market = market;
    }

    Map<String, Call> all() {
        return Map.of("listPositions", this::list, "getPosition", this::list);
    }

    private Reply list(Asked asked) {
        String status = asked.needed("status");
        JsonArray rows = new JsonArray();
        JsonArray unavailable = new JsonArray();
        if (!status.equals("settled")) {
            open(asked, rows, unavailable);
        }
        if (!status.equals("open")) {
            settled(asked).forEach(rows::add);
        }
        return new Reply.Listing(
                rows, Optional.empty(), new JsonObject().put("unavailable", unavailable));
    }

    private void open(Asked asked, JsonArray rows, JsonArray unavailable) {
        for (AccountPositions account : trading.positions(asked.caller().user())) {
            if (!isAsked(asked, account.exchange())) {
                continue;
            }
            switch (account.positions()) {
                case Answer.Ok<List<Position>>(List<Position> positions) ->
                        positions.stream()
                                .filter(one -> one.quantity().signum() > 0)
                                .filter(one -> isAsked(asked, one.instrument()))
                                .forEach(one -> rows.add(open(account, one)));
                case Answer.Failed<List<Position>>(ExchangeError error) -> {
                    Problem problem = ExchangeProblems.of(error);
                    unavailable.add(
                            new JsonObject()
                                    .put("link_id", account.link().toString())
                                    .put("exchange", account.exchange().text())
                                    .put("code", problem.code())
                                    .put("message", problem.message()));
                }
            }
        }
    }

    private JsonObject open(AccountPositions account, Position position) {
        Optional<Instrument> instrument =
                market.instruments().find(account.exchange(), position.instrument());
        return PositionJson.open(
                account,
                position,
                instrument,
                market.events().groupOf(account.exchange(), position.instrument()),
                position.markPrice().or(() -> instrument.flatMap(this::mark)));
    }

    /** Between bid and ask, else the last trade; of YES where it is an event contract. */
    private Optional<BigDecimal> mark(Instrument instrument) {
        return market.price(instrument).flatMap(PositionCalls::mark);
    }

    private static Optional<BigDecimal> mark(PriceView price) {
        return price.bid()
                .flatMap(bid -> price.ask().map(ask -> ask.add(bid).divide(TWO)))
                .or(price::last);
    }

    /** The newest end of each contract, with what all its bookings add up to. */
    private List<JsonObject> settled(Asked asked) {
        List<PositionSettled> all = trading.settlements(asked.caller().user(), SETTLED_MAX);
        Set<String> told = new HashSet<>();
        List<JsonObject> rows = new ArrayList<>();
        for (PositionSettled row : all) {
            InstrumentId instrument = row.settlement().instrument();
            if (isAsked(asked, row.exchange())
                    && isAsked(asked, instrument)
                    && told.add(row.link() + " " + instrument)) {
                Optional<EventGroup> group = market.events().groupOf(row.exchange(), instrument);
                for (Outcome outcome : Outcome.values()) {
                    PositionJson.settled(row, outcome, group).ifPresent(rows::add);
                }
            }
        }
        return rows;
    }

    private static boolean isAsked(Asked asked, ExchangeId exchange) {
        return asked.exchange().isEmpty() || asked.exchange().get() == exchange;
    }

    private static boolean isAsked(Asked asked, InstrumentId instrument) {
        return asked.instrument().isEmpty() || asked.instrument().get().equals(instrument);
    }
}
