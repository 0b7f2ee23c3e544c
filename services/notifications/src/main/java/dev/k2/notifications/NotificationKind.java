package dev.k2.notifications;

/** Why somebody is told something. */
public enum NotificationKind {
    ORDER_FILLED,
    ORDER_CANCELLED,
    ORDER_REJECTED,
    /** The end of an event contract was booked, or corrected. */
    EVENT_SETTLED
}
