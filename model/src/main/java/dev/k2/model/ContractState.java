package dev.k2.model;

/** Where an event contract stands in its life. */
public enum ContractState {
    /** Listed, and not yet open. */
    UPCOMING,
    OPEN,
    /** Trading is interrupted. */
    HALTED,
    /** Trading has ended, and the result is not known. */
    CLOSED,
    /** The result is known, and may still be disputed. */
    DETERMINED,
    /** The result is being disputed. */
    DISPUTED,
    /** The result was corrected, and is not yet final. */
    AMENDED,
    /** The result is final and paid. */
    SETTLED;

    /** What this means for orders. */
    public InstrumentStatus status() {
        return switch (this) {
            case UPCOMING -> InstrumentStatus.UPCOMING;
            case OPEN -> InstrumentStatus.TRADING;
            case HALTED -> InstrumentStatus.HALTED;
            case CLOSED, DETERMINED, DISPUTED, AMENDED, SETTLED -> InstrumentStatus.CLOSED;
        };
    }
}
