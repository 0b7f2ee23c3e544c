package dev.k2.exchange.net;

import java.util.List;
import java.util.Map;

/**
 * Reads recorded messages of one exchange with the same parsers as its live adapter, and says what
 * it makes of each. Books are kept by the exchange's sequence rule on the way.
 */
public interface Decoder {
    /** The lines for one message, each with at least {@code type} and {@code exchange}. */
    List<Map<String, Object>> decode(RawMessage message);

    /** One closing line for each book that was kept. */
    List<Map<String, Object>> books();
}
