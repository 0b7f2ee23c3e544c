package dev.k2.sim;

import java.math.BigDecimal;

/**
 * One step of the table that says how much leverage a position of some size may have.
 *
 * @param floor the smallest notional value that it is for, in the quote asset
 * @param cap the largest
 * @param maintenanceRate the part of the notional value that must stay in the account
 * @param deduction what makes the maintenance margin continuous from step to step
 */
public record Bracket(
        int number,
        int maxLeverage,
        BigDecimal floor,
        BigDecimal cap,
        BigDecimal maintenanceRate,
        BigDecimal deduction) {}
