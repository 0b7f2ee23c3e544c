package dev.k2.exchange.bybit;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.bybit.BybitAccountWire.AccountFacts;
import dev.k2.exchange.bybit.BybitParse.UnknownWord;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.MarginMode;
import dev.k2.model.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one account holds, by question. One wallet stands for spot and contracts. */
final class BybitAccountState {
    private static final String POSITIONS = "ask for positions";
    private static final int POSITIONS_MAX = 200;

    private final BybitAccountRest rest;
    private final BybitMarket market;

    /** One word for all positions of the account; remembered, because streams do not tell it. */
    private volatile MarginMode marginMode = MarginMode.CROSS;

    BybitAccountState(BybitAccountRest rest, BybitMarket market) {
        this.rest = rest;
        this.market = market;
    }

    Answer<List<Balance>> balances() {
        return BybitReading.all(
                        "ask for balances",
                        Map.of(),
                        question -> rest.wallet(),
                        node ->
                                Optional.of(
                                        BybitParse.balances(
                                                BybitReading.wire(
                                                        node, BybitAccountWire.Wallet.class),
                                                false)))
                .map(wallets -> wallets.stream().flatMap(List::stream).toList());
    }

    Answer<List<Position>> positions() {
        if (marginMode() instanceof Answer.Failed<MarginMode>(ExchangeError error)) {
            return new Answer.Failed<>(error);
        }
        List<Position> all = new ArrayList<>();
        for (String coin : BybitHistory.SETTLED_IN) {
            Map<String, String> question = BybitRest.of(BybitCategory.LINEAR);
            question.put("settleCoin", coin);
            question.put("limit", Integer.toString(POSITIONS_MAX));
            switch (wires(question)) {
                case Answer.Failed<List<BybitAccountWire.Position>>(ExchangeError error) -> {
                    return new Answer.Failed<>(error);
                }
                case Answer.Ok<List<BybitAccountWire.Position>>(
                                List<BybitAccountWire.Position> wires) -> {
                    for (BybitAccountWire.Position wire : wires) {
                        Optional<Instrument> instrument =
                                wire.size().signum() == 0
                                        ? Optional.empty()
                                        : market.instrument(BybitCategory.LINEAR, wire.symbol());
                        if (instrument.isEmpty()) {
                            continue;
                        }
                        try {
                            all.add(
                                    BybitParse.position(
                                            instrument.get().id(), wire, marginModeKnown()));
                        } catch (UnknownWord unknown) {
                            return new Answer.Failed<>(BybitErrors.unreadable(POSITIONS, unknown));
                        }
                    }
                }
            }
        }
        return new Answer.Ok<>(List.copyOf(all));
    }

    /** The positions of one instrument, flat ones too: two in hedge mode. */
    Answer<List<BybitAccountWire.Position>> positionsOf(Instrument instrument) {
        Map<String, String> question = BybitRest.of(BybitCategory.LINEAR);
        question.put("symbol", instrument.symbol());
        return wires(question);
    }

    private Answer<List<BybitAccountWire.Position>> wires(Map<String, String> question) {
        return BybitReading.all(
                POSITIONS,
                question,
                rest::positions,
                node -> Optional.of(BybitReading.wire(node, BybitAccountWire.Position.class)));
    }

    Answer<MarginMode> marginMode() {
        return rest.account().flatAnswer(this::read);
    }

    private Answer<MarginMode> read(AccountFacts facts) {
        try {
            marginMode = BybitParse.marginMode(facts.marginMode());
            return new Answer.Ok<>(marginMode);
        } catch (UnknownWord unknown) {
            return new Answer.Failed<>(
                    BybitErrors.unreadable("ask for the account's mode", unknown));
        }
    }

    /** As it was told last. */
    MarginMode marginModeKnown() {
        return marginMode;
    }
}
