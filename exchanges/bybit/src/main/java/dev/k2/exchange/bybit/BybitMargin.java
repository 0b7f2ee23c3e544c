package dev.k2.exchange.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.MarginControl;
import dev.k2.exchange.net.Reply;
import dev.k2.model.Instrument;
import dev.k2.model.MarginMode;
import dev.k2.model.PositionMode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Leverage and margin of linear contracts. The margin mode is one for the whole account. The
 * position mode is set for all contracts that are settled in a coin; Bybit tells it with positions
 * only.
 */
final class BybitMargin implements MarginControl {
    private static final int LEVERAGE_MAX = 200;
    private static final String MODE = "ask for the position mode";

    private final BybitAccountRest rest;
    private final BybitAccountState state;
    private final BybitMarket market;

    BybitMargin(BybitAccountRest rest, BybitAccountState state, BybitMarket market) {
        this.rest = rest;
        this.state = state;
        this.market = market;
    }

    @Override
    public Answer<Integer> leverage(Instrument instrument) {
        return switch (positions(instrument, "ask for the leverage")) {
            case Answer.Failed<List<BybitAccountWire.Position>>(ExchangeError error) ->
                    new Answer.Failed<>(error);
            case Answer.Ok<List<BybitAccountWire.Position>>(
                            List<BybitAccountWire.Position> positions) ->
                    positions.stream()
                            .flatMap(wire -> Optional.ofNullable(wire.leverage()).stream())
                            .findFirst()
                            .<Answer<Integer>>map(found -> new Answer.Ok<>(found.intValue()))
                            .orElseGet(
                                    () ->
                                            new Answer.Failed<>(
                                                    BybitErrors.ALL.unreadable(
                                                            "ask for the leverage",
                                                            "no leverage of " + instrument.id())));
        };
    }

    @Override
    public Answer<Integer> setLeverage(Instrument instrument, int leverage) {
        if (leverage < 1 || leverage > LEVERAGE_MAX) {
            return new Answer.Failed<>(
                    BybitErrors.ALL.local(
                            "set the leverage",
                            ErrorCategory.VALIDATION,
                            "expected a leverage of 1 to " + LEVERAGE_MAX + ", found " + leverage));
        }
        if (BybitCategory.of(instrument) == BybitCategory.SPOT) {
            return spot("set the leverage");
        }
        return done(
                rest.setLeverage(instrument.symbol(), BigDecimal.valueOf(leverage).toString())
                        .about(instrument.id()),
                leverage);
    }

    @Override
    public Answer<MarginMode> marginMode(Instrument instrument) {
        return state.marginMode();
    }

    /** It holds for the whole account, whatever instrument is named. */
    @Override
    public Answer<MarginMode> setMarginMode(Instrument instrument, MarginMode mode) {
        Answer<MarginMode> done =
                done(
                        rest.setMarginMode(
                                switch (mode) {
                                    case CROSS -> "REGULAR_MARGIN";
                                    case ISOLATED -> "ISOLATED_MARGIN";
                                }),
                        mode);
        return done instanceof Answer.Ok ? state.marginMode() : done;
    }

    @Override
    public Answer<PositionMode> positionMode() {
        return switch (market.known()) {
            case Answer.Failed<List<Instrument>>(ExchangeError error) -> new Answer.Failed<>(error);
            case Answer.Ok<List<Instrument>>(List<Instrument> instruments) ->
                    instruments.stream()
                            .filter(found -> BybitCategory.of(found) == BybitCategory.LINEAR)
                            .findFirst()
                            .map(this::positionMode)
                            .orElseGet(
                                    () ->
                                            new Answer.Failed<>(
                                                    BybitErrors.ALL.unreadable(
                                                            MODE, "there are no contracts")));
        };
    }

    private Answer<PositionMode> positionMode(Instrument contract) {
        return positions(contract, MODE)
                .map(
                        positions ->
                                positions.stream().anyMatch(wire -> wire.positionIdx() != 0)
                                        ? PositionMode.HEDGE
                                        : PositionMode.ONE_WAY);
    }

    @Override
    public Answer<PositionMode> setPositionMode(PositionMode mode) {
        // Contracts in USDC have one position only.
        return done(rest.setPositionMode("USDT", mode == PositionMode.HEDGE), mode);
    }

    private Answer<List<BybitAccountWire.Position>> positions(
            Instrument instrument, String operation) {
        return BybitCategory.of(instrument) == BybitCategory.SPOT
                ? spot(operation)
                : state.positionsOf(instrument);
    }

    private static <T> Answer<T> spot(String operation) {
        return new Answer.Failed<>(
                BybitErrors.ALL.local(
                        operation, ErrorCategory.VALIDATION, "There is no leverage on spot"));
    }

    /** Being told that it is set so already is as good as setting it. */
    private static <T> Answer<T> done(Reply<JsonNode> reply, T wanted) {
        return switch (reply) {
            case Reply.Ok<JsonNode> _ -> new Answer.Ok<>(wanted);
            case Reply.Failed<JsonNode> failed ->
                    BybitErrors.isDoneAlready(failed.error())
                            ? new Answer.Ok<>(wanted)
                            : new Answer.Failed<>(failed.error());
        };
    }
}
