package dev.k2.signals;

import dev.k2.platform.SealedTable;

/** Where this service keeps sealed values; the binding is that of {@link Signals}. */
public final class SealedTemplates {
    /** The signing secrets of templates. */
    public static final SealedTable TABLE =
            SealedTable.of("signals.templates", "id", "uuid", "key_version")
                    .column("secret", "'signal_template'", "user_id", "id");

    private SealedTemplates() {}
}
