package dev.k2.trading;

import java.time.Instant;

/**
 * When an order left and when the exchange's clear answer came, to the microsecond; the span between
 * them is measured by a clock that nobody sets.
 */
record Timing(Instant sentAt, Instant answeredAt) {}
