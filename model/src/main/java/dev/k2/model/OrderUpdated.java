package dev.k2.model;

/**
 * An order was written down, changed, or got a fill.
 *
 * @param order the order after the change
 * @param sequence rises with every change of any order of this user
 */
public record OrderUpdated(Order order, long sequence) {}
