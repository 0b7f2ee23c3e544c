package dev.k2.notifications;

/** Event: somebody was told something; published after the commit, in the order of numbers. */
public record NotificationAdded(Notification notification) {}
