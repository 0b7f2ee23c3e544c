package dev.k2.model;

import java.math.BigDecimal;

/** One price of a book and what rests there. */
public record BookLevel(BigDecimal price, BigDecimal quantity) {}
