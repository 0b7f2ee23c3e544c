package dev.k2.marketdata;

import dev.k2.model.ExchangeId;
import dev.k2.model.MarkPrice;
import java.time.Duration;

/**
 * The newest mark price of a derivative, with its age.
 *
 * @param age how long ago it arrived when this view was made
 * @param seq K2's own number, rising with every change of this mark price or its state
 */
public record MarkPriceView(
        ExchangeId exchange, MarkPrice price, Duration age, Freshness state, long seq) {}
