package dev.k2.model;

/** Which way a position gains. */
public enum PositionSide {
    LONG,
    SHORT
}
