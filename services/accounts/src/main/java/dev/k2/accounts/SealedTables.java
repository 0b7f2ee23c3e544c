package dev.k2.accounts;

import dev.k2.platform.SealedTable;
import java.util.List;

/** Where this service keeps sealed values; the bindings are those of the classes that seal. */
public final class SealedTables {
    /** All of them. */
    public static final List<SealedTable> ALL =
            List.of(
                    SealedTable.of("accounts.exchange_links", "id", "uuid", "key_version")
                            .column("credentials", "'exchange_link'", "user_id", "id", "exchange")
                            .column(
                                    "access_token",
                                    "'exchange_link_token'",
                                    "user_id",
                                    "id",
                                    "exchange",
                                    "'access'")
                            .column(
                                    "refresh_token",
                                    "'exchange_link_token'",
                                    "user_id",
                                    "id",
                                    "exchange",
                                    "'refresh'"),
                    SealedTable.of("accounts.demo_user", "user_id", "uuid", "key_version")
                            .column("password", "'demo_user'", "user_id"),
                    SealedTable.of("accounts.link_visits", "state_hash", "text", "key_version")
                            .column(
                                    "verifier",
                                    "'link_visit'",
                                    "user_id",
                                    "exchange",
                                    "state_hash"),
                    SealedTable.of("accounts.users", "id", "uuid", "totp_key_version")
                            .column("totp_secret", "'totp'", "id"),
                    SealedTable.of("accounts.oauth_visits", "state_hash", "text", "key_version")
                            .column("verifier", "'oauth_visit'", "provider", "state_hash"));

    private SealedTables() {}
}
