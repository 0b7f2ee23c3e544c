package dev.k2.trading;

/**
 * The moments of an order's life at which a death of the process is worth trying: each lies between
 * something that happened in the world and the note of it.
 */
public enum CrashPoint {
    /** The gate let the order pass; nothing is written down. */
    ORDER_JUDGED,
    /** The gate let an order pass that K2 held; that it leaves is not written down. */
    HELD_ORDER_JUDGED,
    /** The price of one order of an OCO was reached, and that is committed; the other still rests. */
    OCO_TRIGGERED,
    /** The intent is committed; nothing is sent. */
    INTENT_COMMITTED,
    /** The exchange answered to the order; its answer is not written down. */
    ORDER_ANSWERED,
    /** An order, or a change of one, is committed; nobody has heard of it. */
    CHANGE_COMMITTED,
    /** The wish to cancel is committed; nothing is sent. */
    CANCEL_COMMITTED,
    /** The exchange answered to a cancel; its answer is not written down. */
    CANCEL_ANSWERED,
    /** The terms that an amend asks for are committed; nothing is sent. */
    AMEND_COMMITTED,
    /** The exchange answered to an amend; its answer is not written down. */
    AMEND_ANSWERED
}
