package dev.k2.signals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which fields of a message carry what. Where none is named, K2's own name is looked for, then the
 * one that people commonly write into a TradingView alert.
 */
public record SignalFields(
        Optional<String> side,
        Optional<String> quantity,
        Optional<String> price,
        Optional<String> instrument,
        Optional<String> id) {
    /** The usual names. */
    public static final SignalFields USUAL =
            new SignalFields(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    List<String> sideNames() {
        return names(side, "side", "action");
    }

    List<String> quantityNames() {
        return names(quantity, "quantity", "contracts");
    }

    List<String> priceNames() {
        return names(price, "price");
    }

    List<String> instrumentNames() {
        return names(instrument, "instrument", "ticker");
    }

    List<String> idNames() {
        return names(id, "id");
    }

    Stream<String> named() {
        return Stream.of(side, quantity, price, instrument, id).flatMap(Optional::stream);
    }

    private static List<String> names(Optional<String> named, String... usual) {
        return named.map(List::of).orElseGet(() -> List.of(usual));
    }
}
