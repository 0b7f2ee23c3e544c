package dev.k2.accounts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A person's settings or preferences.
 *
 * @param version goes up with every change; 0 where nothing was ever set
 * @param content every field of the kind, in its order; texts and truth values
 */
public record Document(int version, Map<String, Object> content) {
    /** The map is copied, in its order. */
    public Document {
        content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
    }
}
