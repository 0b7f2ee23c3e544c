package dev.k2.accounts;

import dev.k2.model.UserId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The door to people's settings and preferences. Known fields only; what is not set has its usual value. */
public final class Documents {
    private final DocumentStore store;
    private final InstantSource clock;

    Documents(DocumentStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** All fields, as they are now. */
    public Document find(UserId user, DocumentKind kind) {
        return store.find(user, kind)
                .map(kept -> whole(kind, kept.version(), kept.content()))
                .orElseGet(() -> whole(kind, 0, Map.of()));
    }

    /**
     * Sets all fields; those that are left out return to what is usual.
     *
     * @param version the one that was read before
     */
    public DocumentChange put(
            UserId user, DocumentKind kind, int version, Map<String, Object> content) {
        for (var entry : content.entrySet()) {
            var field = kind.field(entry.getKey());
            if (field.isEmpty()) {
                var known =
                        kind.fields().stream()
                                .map(DocumentField::name)
                                .collect(Collectors.joining(", "));
                return new DocumentChange.Invalid(entry.getKey(), "one of " + known);
            }
            if (!field.get().fits(entry.getValue())) {
                return new DocumentChange.Invalid(entry.getKey(), field.get().expected());
            }
        }
        boolean stored = store.put(user, kind, version, content, clock.instant());
        return stored
                ? new DocumentChange.Stored(whole(kind, version + 1, content))
                : new DocumentChange.Stale(find(user, kind).version());
    }

    /** A value that an older K2 kept and that is no longer offered counts as not set. */
    private static Document whole(DocumentKind kind, int version, Map<String, Object> kept) {
        Map<String, Object> content = new LinkedHashMap<>();
        for (var field : kind.fields()) {
            var value = kept.get(field.name());
            content.put(field.name(), value != null && field.fits(value) ? value : field.usual());
        }
        return new Document(version, content);
    }
}
