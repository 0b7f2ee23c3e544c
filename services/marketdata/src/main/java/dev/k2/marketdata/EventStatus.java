package dev.k2.marketdata;

import dev.k2.model.ContractState;
import dev.k2.model.EventGroup;

/** Where an event stands, all its contracts taken together. */
public enum EventStatus {
    /** No contract is open yet, and one will be. */
    UPCOMING,
    /** A contract can be traded, or is interrupted. */
    OPEN,
    /** Trading has ended and not everything is paid. */
    CLOSED,
    /** Every contract is paid. */
    SETTLED;

    /** The status of a group; one without contracts is closed. */
    public static EventStatus of(EventGroup group) {
        boolean upcoming = false;
        boolean settled = !group.contracts().isEmpty();
        for (var contract : group.contracts()) {
            switch (contract.state()) {
                case OPEN, HALTED -> {
                    return OPEN;
                }
                case UPCOMING -> upcoming = true;
                case CLOSED, DETERMINED, DISPUTED, AMENDED, SETTLED -> {
                    // An end of one says nothing of the others.
                }
            }
            settled &= contract.state() == ContractState.SETTLED;
        }
        if (upcoming) {
            return UPCOMING;
        }
        return settled ? SETTLED : CLOSED;
    }
}
