package dev.k2.trading;

/** The kill switch after it was turned on, and what came of cancelling the open orders. */
public record KillReport(KillSwitch killSwitch, CancelReport cancels) {}
