package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Answer;
import dev.k2.exchange.MarginControl;
import dev.k2.exchange.net.Reply;
import dev.k2.model.Instrument;
import dev.k2.model.MarginMode;
import dev.k2.model.PositionMode;
import java.util.Optional;

/** Leverage is one for the whole account; margin is shared, and there is one position of each. */
final class CryptocomMargin implements MarginControl {
    private static final String SET = "set the leverage";

    /** As much as any instrument is known to have. */
    private static final int LEVERAGE_MAX = 100;

    private final CryptocomAccountRest rest;

    CryptocomMargin(CryptocomAccountRest rest) {
        this.rest = rest;
    }

    @Override
    public Answer<Integer> leverage(Instrument instrument) {
        return rest.settings()
                .about(instrument.id())
                .flatAnswer(
                        told ->
                                told.isEmpty()
                                        ? new Answer.Failed<>(
                                                CryptocomErrors.ALL.unreadable(
                                                        "ask for the leverage", "an empty list"))
                                        : new Answer.Ok<>(told.getFirst().leverage()));
    }

    /** It holds for the whole account, whatever instrument is named. */
    @Override
    public Answer<Integer> setLeverage(Instrument instrument, int leverage) {
        if (leverage < 1 || leverage > LEVERAGE_MAX) {
            return new Answer.Failed<>(
                    CryptocomErrors.refused(
                            SET,
                            "expected a leverage of 1 to " + LEVERAGE_MAX + ", found " + leverage));
        }
        return switch (rest.accounts()) {
            case Reply.Failed<CryptocomAccountWire.Accounts> failed ->
                    new Answer.Failed<>(failed.error());
            case Reply.Ok<CryptocomAccountWire.Accounts>(CryptocomAccountWire.Accounts told) ->
                    Optional.ofNullable(told.thisAccount())
                            .or(() -> Optional.ofNullable(told.masterAccount()))
                            .map(
                                    named ->
                                            rest.setLeverage(named.uuid(), leverage)
                                                    .about(instrument.id())
                                                    .answer(done -> leverage))
                            .orElseGet(
                                    () ->
                                            new Answer.Failed<>(
                                                    CryptocomErrors.ALL.unreadable(
                                                            SET, "no account was told")));
        };
    }

    @Override
    public Answer<MarginMode> marginMode(Instrument instrument) {
        return new Answer.Ok<>(MarginMode.CROSS);
    }

    @Override
    public Answer<MarginMode> setMarginMode(Instrument instrument, MarginMode mode) {
        return mode == MarginMode.CROSS
                ? new Answer.Ok<>(mode)
                : new Answer.Failed<>(
                        CryptocomErrors.refused(
                                "set the margin mode",
                                "Crypto.com sets margin aside for single orders only"));
    }

    @Override
    public Answer<PositionMode> positionMode() {
        return new Answer.Ok<>(PositionMode.ONE_WAY);
    }

    @Override
    public Answer<PositionMode> setPositionMode(PositionMode mode) {
        return mode == PositionMode.ONE_WAY
                ? new Answer.Ok<>(mode)
                : new Answer.Failed<>(
                        CryptocomErrors.refused(
                                "set the position mode",
                                "Crypto.com has one position of an instrument"));
    }
}
