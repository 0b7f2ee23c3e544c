package dev.k2.trading;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The place of a row in a list ordered by time. It names the last row that was seen, so rows that
 * come later do not move it.
 *
 * @param at the row's time, to the microsecond
 * @param id decides among rows of one time
 */
public record Cursor(Instant at, UUID id) {
    private static final int BYTES = 24;

    /** The end of the year 9999, well within what PostgreSQL keeps. */
    private static final long MICROS_MAX = 253_402_300_799_000_000L;

    public Cursor {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /** The opaque text that clients hand back. */
    public String text() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES)
                        .putLong(micros)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** The cursor of this text, or empty where it is none of ours. */
    public static Optional<Cursor> parse(String text) {
        if (text.length() != BYTES * 4 / 3) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        ByteBuffer read = ByteBuffer.wrap(bytes);
        long micros = read.getLong();
        if (micros < 0 || micros > MICROS_MAX) {
            return Optional.empty();
        }
        Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        return Optional.of(new Cursor(at, new UUID(read.getLong(), read.getLong())));
    }
}
