package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.MarginControl;
import dev.k2.exchange.binance.BinanceParse.UnknownWord;
import dev.k2.exchange.net.Reply;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.MarginMode;
import dev.k2.model.PositionMode;
import java.util.List;
import java.util.Optional;

/** Leverage and margin at USD-M Futures. */
final class BinanceFuturesMargin implements MarginControl {
    private static final int MARGIN_TYPE_AS_IT_IS = -4046;
    private static final int POSITION_MODE_AS_IT_IS = -4059;
    private static final int LEVERAGE_MAX = 125;

    private final BinanceFuturesRest rest;

    BinanceFuturesMargin(BinanceFuturesRest rest) {
        this.rest = rest;
    }

    @Override
    public Answer<Integer> leverage(Instrument instrument) {
        return config(instrument).map(BinanceFuturesWire.SymbolConfig::leverage);
    }

    @Override
    public Answer<Integer> setLeverage(Instrument instrument, int leverage) {
        if (leverage < 1 || leverage > LEVERAGE_MAX) {
            return new Answer.Failed<>(
                    local(
                            "set the leverage",
                            "expected a leverage of 1 to " + LEVERAGE_MAX + ", found " + leverage));
        }
        return rest.setLeverage(instrument.symbol(), leverage)
                .answer(BinanceFuturesWire.Leverage::leverage);
    }

    @Override
    public Answer<MarginMode> marginMode(Instrument instrument) {
        return switch (config(instrument)) {
            case Answer.Failed<BinanceFuturesWire.SymbolConfig>(ExchangeError error) ->
                    new Answer.Failed<>(error);
            case Answer.Ok<BinanceFuturesWire.SymbolConfig>(
                            BinanceFuturesWire.SymbolConfig config) -> {
                try {
                    yield new Answer.Ok<>(BinanceFuturesParse.marginMode(config.marginType()));
                } catch (UnknownWord unknown) {
                    yield new Answer.Failed<>(
                            BinanceFuturesReports.unreadable(
                                    "ask for the margin mode", config.symbol(), unknown));
                }
            }
        };
    }

    @Override
    public Answer<MarginMode> setMarginMode(Instrument instrument, MarginMode mode) {
        return set(
                rest.setMarginType(instrument.symbol(), BinanceFuturesWords.word(mode)),
                MARGIN_TYPE_AS_IT_IS,
                mode);
    }

    @Override
    public Answer<PositionMode> positionMode() {
        return rest.positionMode()
                .answer(
                        told ->
                                told.dualSidePosition()
                                        ? PositionMode.HEDGE
                                        : PositionMode.ONE_WAY);
    }

    @Override
    public Answer<PositionMode> setPositionMode(PositionMode mode) {
        return set(rest.setPositionMode(mode == PositionMode.HEDGE), POSITION_MODE_AS_IT_IS, mode);
    }

    private Answer<BinanceFuturesWire.SymbolConfig> config(Instrument instrument) {
        return rest.configs(Optional.of(instrument.symbol()))
                .flatAnswer(configs -> config(instrument, configs));
    }

    private static Answer<BinanceFuturesWire.SymbolConfig> config(
            Instrument instrument, List<BinanceFuturesWire.SymbolConfig> configs) {
        return configs.stream()
                .filter(config -> config.symbol().equals(instrument.symbol()))
                .findFirst()
                .<Answer<BinanceFuturesWire.SymbolConfig>>map(Answer.Ok::new)
                .orElseGet(
                        () ->
                                new Answer.Failed<>(
                                        BinanceErrors.unreadable(
                                                ExchangeId.BINANCE_FUTURES,
                                                "ask for the leverage",
                                                "nothing is told of " + instrument.id())));
    }

    /** Being told that it is set so already is as good as setting it. */
    private static <T> Answer<T> set(Reply<BinanceFuturesWire.Done> reply, int asItIs, T wanted) {
        return switch (reply) {
            case Reply.Ok<BinanceFuturesWire.Done> _ -> new Answer.Ok<>(wanted);
            case Reply.Failed<BinanceFuturesWire.Done> failed ->
                    BinanceErrors.isCode(failed.error(), asItIs)
                            ? new Answer.Ok<>(wanted)
                            : new Answer.Failed<>(failed.error());
        };
    }

    private static ExchangeError local(String operation, String why) {
        return BinanceErrors.local(
                ExchangeId.BINANCE_FUTURES, operation, ErrorCategory.VALIDATION, why);
    }
}
