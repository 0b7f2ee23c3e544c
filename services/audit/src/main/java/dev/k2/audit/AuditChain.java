package dev.k2.audit;

import dev.k2.platform.MacBox;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Closes rows over one another: HMAC-SHA-256 over the hash before and every field with its length, so that no two rows give the same
 * bytes.
 */
final class AuditChain {
    /** What stands before the first row. */
    static final String BEGINNING = "00".repeat(32);

    private final MacBox box;

    AuditChain(MacBox box) {
        this.box = box;
    }

    AuditRow close(long seq, AuditEvent event, String before) {
        int version = box.version();
        var mac =
                box.mac(version, bytes(seq, event, version, before))
                        .orElseThrow(
                                () -> new IllegalStateException("the audit-log-key has no key"));
        return new AuditRow(seq, event, version, HexFormat.of().formatHex(mac));
    }

    boolean knows(int version) {
        return box.mac(version, new byte[0]).isPresent();
    }

    boolean holds(AuditRow row, String before) {
        return box.holds(
                row.keyVersion(),
                bytes(row.seq(), row.event(), row.keyVersion(), before),
                row.hashBytes());
    }

    private static byte[] bytes(long seq, AuditEvent event, int version, String before) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(version);
            out.writeLong(seq);
            out.writeLong(event.at().toEpochMilli());
            write(out, before);
            write(out, event.id().toString());
            write(out, event.kind().text());
            write(out, event.action());
            write(out, event.user().map(Object::toString).orElse(""));
            write(out, event.session().map(Object::toString).orElse(""));
            write(out, event.address());
            write(out, event.object());
            write(out, event.outcome());
            write(out, event.requestId());
            write(out, AuditJson.details(event.details()));
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
    }
}
