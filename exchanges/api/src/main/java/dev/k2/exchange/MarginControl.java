package dev.k2.exchange;

import dev.k2.model.Instrument;
import dev.k2.model.MarginMode;
import dev.k2.model.PositionMode;

/**
 * Leverage and margin of an account's derivatives. Setting what is set already is no failure. Every
 * call blocks its (virtual) thread until it is answered.
 */
public interface MarginControl {
    /** How many times its margin a position of this instrument may be worth. */
    Answer<Integer> leverage(Instrument instrument);

    /** Sets it, and tells what the exchange made of it. */
    Answer<Integer> setLeverage(Instrument instrument, int leverage);

    Answer<MarginMode> marginMode(Instrument instrument);

    /** Exchanges refuse this while a position or an order is open. */
    Answer<MarginMode> setMarginMode(Instrument instrument, MarginMode mode);

    Answer<PositionMode> positionMode();

    /** Exchanges refuse this while any position or order is open. */
    Answer<PositionMode> setPositionMode(PositionMode mode);
}
