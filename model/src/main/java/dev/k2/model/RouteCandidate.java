package dev.k2.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One exchange that an order could have gone to, and what spoke for or against it.
 *
 * @param price expected on average from the book, without fees
 * @param feeRate as a share of the value: the taker's for what is filled at once, the maker's for
 *     what rests, weighed by value
 * @param effectivePrice the price with the fee in it: what a unit costs, or brings
 * @param chosen whether the order went there
 * @param leftOut a short code why it was out of the question; empty where it was not
 * @param why the same for a person
 */
public record RouteCandidate(
        ExchangeId exchange,
        Optional<BigDecimal> price,
        Optional<BigDecimal> feeRate,
        Optional<BigDecimal> effectivePrice,
        boolean chosen,
        Optional<String> leftOut,
        Optional<String> why) {}
