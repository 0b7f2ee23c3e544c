package dev.k2.exchange;

/** What a simulated exchange can be made to do wrong, once or until it is calmed. */
public enum Trouble {
    /** Accepts the next order and sends no reply. */
    LOSE_NEXT_REPLY,
    /** Accepts the next order and answers with a server's error. */
    ERROR_AFTER_NEXT_ORDER,
    /** Answers the next order with a server's error and does not accept it. */
    ERROR_BEFORE_NEXT_ORDER,
    /** Does not know new orders for three seconds when it is asked. */
    NOT_FOUND_LAG,
    /** Ends every connection now. */
    CUT_SOCKETS,
    /** Ends one connection of public streams now. */
    CUT_ONE_SOCKET,
    /** Ends every connection and takes none. */
    REFUSE_CONNECTIONS,
    /** Says nothing of changes of books any more, on connections that live. */
    SILENCE_DELTAS,
    /** Ends every session of private streams now. */
    EXPIRE_SESSION,
    /** Announces a shutdown on its streams. */
    ANNOUNCE_SHUTDOWN,
    SKIP_NEXT_DELTA,
    DOUBLE_NEXT_DELTA,
    REORDER_NEXT_DELTAS,
    /** Tells the next thing that happens to the account twice. */
    DOUBLE_NEXT_EVENT,
    /** Tells the next two things that happen to the account in the wrong order. */
    REORDER_NEXT_EVENTS,
    MALFORM_NEXT_MESSAGE,
    /** Gives the next snapshot of a book from a while ago. */
    STALE_NEXT_SNAPSHOT,
    /** Refuses the credentials from now on. */
    REVOKE_KEY,
    /** Says that too much was asked. */
    RATE_LIMIT,
    /** Wants to hear nothing from this address for three seconds. */
    BAN,
    MAINTENANCE,
    /** Halts the market that is traded. */
    HALT
}
