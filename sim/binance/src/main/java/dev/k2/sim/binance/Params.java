package dev.k2.sim.binance;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call's parameters, read as Binance reads them. */
final class Params {
    /** Stands for every parameter, where a call minds none. */
    static final String ANY = "*";

    static final String CLIENT_ID_RANGE = "^[a-zA-Z0-9-_]{1,36}$";

    /** Symbols may be non-ASCII since 2025, but never hold lower case letters. */
    private static final String SYMBOL_RANGE = "^[\\w\\-._&&[^a-z]]{1,50}$";

    private static final String DECIMAL_RANGE = "^([0-9]{1,20})(\\.[0-9]{1,20})?$";
    private static final String INTEGER_RANGE = "^[0-9]{1,20}$";
    private static final Pattern SYMBOL =
            Pattern.compile("^[\\w\\-.&&[^a-z]]{1,50}$", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern DECIMAL = Pattern.compile(DECIMAL_RANGE);
    private static final Pattern INTEGER = Pattern.compile(INTEGER_RANGE);
    private static final Pattern CLIENT_ID = Pattern.compile(CLIENT_ID_RANGE);

    private final LinkedHashMap<String, String> values = new LinkedHashMap<>();

    void put(String name, String value) {
        if (values.putIfAbsent(name, value) != null) {
            throw new BinanceRefusal(-1101, "Duplicate values for parameter '" + name + "'.");
        }
    }

    Map<String, String> all() {
        return values;
    }

    /** Nothing may be sent that the call does not read. */
    void expectOnly(Set<String> readable) {
        if (readable.contains(ANY)) {
            return;
        }
        long read = values.keySet().stream().filter(readable::contains).count();
        if (read == values.size()) {
            return;
        }
        if (readable.isEmpty()) {
            throw new BinanceRefusal(
                    -1101,
                    "Too many parameters; expected '0' and received '" + values.size() + "'.");
        }
        throw new BinanceRefusal(
                -1104,
                "Not all sent parameters were read; read '"
                        + read
                        + "' parameter(s) but was sent '"
                        + values.size()
                        + "'.");
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable String text(String name) {
        String value = values.get(name);
        if (value != null && value.isEmpty()) {
            throw new BinanceRefusal(-1105, "Parameter '" + name + "' was empty.");
        }
        return value;
    }

    String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    String required(String name) {
        String value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw BinanceRefusal.missing(name);
        }
        return value;
    }

    String symbol() {
        String symbol = required("symbol");
        if (!SYMBOL.matcher(symbol).matches()) {
            throw BinanceRefusal.illegal("symbol", SYMBOL_RANGE);
        }
        return symbol;
    }

    @Nullable BigDecimal decimal(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (!DECIMAL.matcher(value).matches()) {
            throw BinanceRefusal.illegal(name, DECIMAL_RANGE);
        }
        return new BigDecimal(value);
    }

    @Nullable Long integer(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (!INTEGER.matcher(value).matches()) {
            throw BinanceRefusal.illegal(name, INTEGER_RANGE);
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new BinanceRefusal(-1108, "Parameter '" + name + "' overflowed.");
        }
    }

    long integer(String name, long otherwise) {
        Long value = integer(name);
        return value == null ? otherwise : value;
    }

    boolean flag(String name, boolean otherwise) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "true", "TRUE" -> true;
            case "false", "FALSE" -> false;
            default ->
                    throw new BinanceRefusal(
                            -1130, "Data sent for parameter '" + name + "' is not valid.");
        };
    }

    @Nullable String clientId(String name) {
        String value = text(name);
        if (value != null && !CLIENT_ID.matcher(value).matches()) {
            throw BinanceRefusal.illegal(name, CLIENT_ID_RANGE);
        }
        return value;
    }

    /** A moment in milliseconds; microseconds are told by their size. */
    @Nullable Long millis(String name) {
        Long value = integer(name);
        return value == null ? null : BinanceTime.millis(value);
    }
}
