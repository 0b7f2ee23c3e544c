package dev.k2.notifications;

/** Why somebody is told something. */
public enum NotificationKind {
    ORDER_FILLED,
    ORDER_CANCELLED,
    ORDER_REJECTED,
    /** Nobody can find out what became of an order: a person has to look at the exchange. */
    ORDER_NEEDS_ATTENTION,
    /** The end of an event contract was booked, or corrected. */
    EVENT_SETTLED,
    /** An exchange refuses the credentials of a link. */
    LINK_REFUSED,
    /** Something happened to the account itself, such as a login from elsewhere. */
    SECURITY
}
