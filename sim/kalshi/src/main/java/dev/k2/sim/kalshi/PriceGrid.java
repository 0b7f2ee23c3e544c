package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Which prices a market takes.
 *
 * @param label what Kalshi calls it; nothing follows from it
 * @param ranges lowest first
 */
record PriceGrid(String label, List<Range> ranges) {
    static final PriceGrid CENTS =
            new PriceGrid("linear_cent", List.of(new Range(0, Dollars.ONE, 100)));
    static final PriceGrid DECI_CENTS =
            new PriceGrid("deci_cent", List.of(new Range(0, Dollars.ONE, 10)));
    static final PriceGrid TAPERED =
            new PriceGrid(
                    "tapered_deci_cent",
                    List.of(
                            new Range(0, 1000, 10),
                            new Range(1000, 9000, 100),
                            new Range(9000, Dollars.ONE, 10)));

    /** Prices from one to another, in steps; all in price units. */
    record Range(long start, long end, long step) {}

    PriceGrid {
        ranges = List.copyOf(ranges);
    }

    static PriceGrid named(String label) {
        return switch (label) {
            case "linear_cent" -> CENTS;
            case "deci_cent" -> DECI_CENTS;
            case "tapered_deci_cent" -> TAPERED;
            default -> throw new IllegalArgumentException("there is no price grid " + label);
        };
    }

    boolean takes(long price) {
        return price > 0
                && price < Dollars.ONE
                && ranges.stream()
                        .anyMatch(
                                range ->
                                        price >= range.start()
                                                && price <= range.end()
                                                && (price - range.start()) % range.step() == 0);
    }

    /** The next price below, 0 when there is none. */
    long below(long price) {
        for (Range range : ranges.reversed()) {
            if (price > range.start()) {
                long within = Math.min(price, range.end() + range.step()) - 1 - range.start();
                return range.start() + within / range.step() * range.step();
            }
        }
        return 0;
    }

    /** The next price above, a dollar when there is none. */
    long above(long price) {
        for (Range range : ranges) {
            if (price < range.end()) {
                return Math.min(
                        range.end(),
                        range.start()
                                + (price - range.start() + range.step())
                                        / range.step()
                                        * range.step());
            }
        }
        return Dollars.ONE;
    }

    ArrayNode json() {
        ArrayNode list = WireJson.array();
        for (Range range : ranges) {
            list.addObject()
                    .put("end", Dollars.price(range.end()))
                    .put("start", Dollars.price(range.start()))
                    .put("step", Dollars.price(range.step()));
        }
        return list;
    }

    /** A grid as somebody wrote it down: its name, or ranges of his own. */
    static PriceGrid of(JsonNode json) {
        if (!json.path("ranges").isArray()) {
            return named(json.path("label").asText("linear_cent"));
        }
        List<Range> ranges = new ArrayList<>();
        for (JsonNode range : json.path("ranges")) {
            ranges.add(
                    new Range(
                            units(range.path("start")),
                            units(range.path("end")),
                            units(range.path("step"))));
        }
        return new PriceGrid(json.path("label").asText("banded"), ranges);
    }

    private static long units(JsonNode price) {
        return new BigDecimal(price.asText()).movePointRight(Dollars.PRICE_SCALE).longValueExact();
    }
}
