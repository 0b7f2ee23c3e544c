package dev.k2.audit;

import java.util.HexFormat;

/**
 * An event in its place in the chain.
 *
 * @param seq 1, 2, 3 and so on, without a gap
 * @param keyVersion the version of the audit-log-key that closed it
 * @param hash over this row and the hash before, in hex
 */
public record AuditRow(long seq, AuditEvent event, int keyVersion, String hash) {
    byte[] hashBytes() {
        return HexFormat.of().parseHex(hash);
    }
}
