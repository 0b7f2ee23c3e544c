package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.platform.Binding;
import dev.k2.platform.SealedBox;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.util.Optional;

/** Seals the tokens of a link into its row, each into its own column. */
final class TokenSeal {
    private final SealedBox box;

    TokenSeal(SealedBox box) {
        this.box = box;
    }

    /** Whose row it is. */
    record Row(UserId user, LinkId link, ExchangeId exchange) {
        static Row of(ExchangeLink link) {
            return new Row(link.user(), link.id(), link.exchange());
        }
    }

    /**
     * Seals what a server granted.
     *
     * @param old the refresh token so far, which stays good where the server sends no other
     */
    LinkTokenStore.Kept seal(
            Row row, TokenGrant.Granted granted, Optional<Secret> old, Instant now) {
        // The row has one column for the version of both.
        var still = box.still();
        return new LinkTokenStore.Kept(
                still.seal(granted.access(), binding(row, "access")),
                granted.refresh()
                        .or(() -> old)
                        .map(secret -> still.seal(secret, binding(row, "refresh"))),
                granted.expiresIn().map(now::plus));
    }

    /** Empty where it does not open in this row. */
    Optional<Secret> access(Row row, LinkTokenStore.Kept kept) {
        return box.open(kept.access(), binding(row, "access"));
    }

    /** Empty where there is none, or it does not open in this row. */
    Optional<Secret> refresh(Row row, LinkTokenStore.Kept kept) {
        return kept.refresh().flatMap(value -> box.open(value, binding(row, "refresh")));
    }

    private static Binding binding(Row row, String which) {
        return Binding.of(
                "exchange_link_token",
                row.user().toString(),
                row.link().toString(),
                row.exchange().text(),
                which);
    }
}
