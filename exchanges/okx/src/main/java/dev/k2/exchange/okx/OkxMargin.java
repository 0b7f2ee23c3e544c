package dev.k2.exchange.okx;

import dev.k2.exchange.Answer;
import dev.k2.exchange.MarginControl;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.MarginMode;
import dev.k2.model.PositionMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leverage and margin of contracts. OKX keeps no margin mode of an instrument: each order names its
 * own. What is set here is kept in memory and named by the orders of this account; without it they
 * are cross.
 */
final class OkxMargin implements MarginControl {
    private final OkxAccountRest rest;
    private final Map<String, MarginMode> modes = new ConcurrentHashMap<>();

    OkxMargin(OkxAccountRest rest) {
        this.rest = rest;
    }

    /** What orders of an instrument name. */
    MarginMode mode(String symbol) {
        return modes.getOrDefault(symbol, MarginMode.CROSS);
    }

    @Override
    public Answer<Integer> leverage(Instrument instrument) {
        String symbol = instrument.symbol();
        return rest.leverage(symbol, OkxWords.word(mode(symbol)))
                .about(instrument.id())
                .flatAnswer(rows -> first("ask for the leverage", rows));
    }

    /** Of isolated positions in two directions, each has its own; both are set. */
    @Override
    public Answer<Integer> setLeverage(Instrument instrument, int leverage) {
        if (leverage < 1) {
            throw new IllegalArgumentException("a leverage is at least 1, found " + leverage);
        }
        String symbol = instrument.symbol();
        MarginMode mode = mode(symbol);
        List<String> sides = new ArrayList<>();
        if (mode == MarginMode.ISOLATED
                && positionMode() instanceof Answer.Ok<PositionMode>(PositionMode held)
                && held == PositionMode.HEDGE) {
            sides.add("long");
            sides.add("short");
        } else {
            sides.add("");
        }
        Answer<Integer> set = new Answer.Ok<>(leverage);
        for (String side : sides) {
            Map<String, Object> form = new LinkedHashMap<>();
            form.put("instId", symbol);
            form.put("lever", Integer.toString(leverage));
            form.put("mgnMode", OkxWords.word(mode));
            if (!side.isEmpty()) {
                form.put("posSide", side);
            }
            set =
                    rest.setLeverage(form)
                            .about(instrument.id())
                            .flatAnswer(rows -> first("set the leverage", rows));
            if (set instanceof Answer.Failed) {
                return set;
            }
        }
        return set;
    }

    @Override
    public Answer<MarginMode> marginMode(Instrument instrument) {
        return new Answer.Ok<>(mode(instrument.symbol()));
    }

    @Override
    public Answer<MarginMode> setMarginMode(Instrument instrument, MarginMode mode) {
        if (instrument.kind() != InstrumentKind.PERPETUAL) {
            return new Answer.Failed<>(
                    OkxErrors.refused("set the margin mode", "a pair has no margin mode here"));
        }
        modes.put(instrument.symbol(), mode);
        return new Answer.Ok<>(mode);
    }

    @Override
    public Answer<PositionMode> positionMode() {
        return rest.config().flatAnswer(told -> read("ask for the position mode", told.posMode()));
    }

    @Override
    public Answer<PositionMode> setPositionMode(PositionMode mode) {
        return rest.setPositionMode(OkxWords.word(mode))
                .flatAnswer(told -> read("set the position mode", told.posMode()));
    }

    private static Answer<PositionMode> read(String operation, String word) {
        return OkxWords.positionMode(word)
                .<Answer<PositionMode>>map(Answer.Ok::new)
                .orElseGet(
                        () ->
                                OkxMarket.unreadable(
                                        operation, new UnknownWord("position mode", word)));
    }

    private static Answer<Integer> first(String operation, List<OkxUserWire.Leverage> rows) {
        return rows.isEmpty()
                ? new Answer.Failed<>(
                        OkxErrors.OKX.unreadable(operation, "expected one row, found none"))
                : new Answer.Ok<>(rows.getFirst().lever().intValue());
    }
}
