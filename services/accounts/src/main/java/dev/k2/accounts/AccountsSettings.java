package dev.k2.accounts;

import dev.k2.platform.Settings;
import java.time.Duration;

/**
 * The limits of accounts.
 *
 * @param accessLife how long an access token lives
 * @param refreshLife how long a refresh token lives unused
 * @param sessionLife after which a session ends, however often it was refreshed
 * @param failuresPerAccount failed logins of one account within the window before logins are slowed
 * @param failuresPerAddress the same for one address, whatever the accounts
 * @param registrationsPerAddress accounts made from one address within the window
 * @param window how long failures and registrations are remembered
 * @param confirmedOnly whether an address has to be confirmed before one can log in, which wants mail that is really sent
 */
public record AccountsSettings(
        Duration accessLife,
        Duration refreshLife,
        Duration sessionLife,
        int failuresPerAccount,
        int failuresPerAddress,
        int registrationsPerAddress,
        Duration window,
        boolean confirmedOnly) {

    /** What holds unless it was set otherwise. */
    public static final AccountsSettings USUAL =
            new AccountsSettings(
                    Duration.ofMinutes(15),
                    Duration.ofDays(7),
                    Duration.ofDays(90),
                    10,
                    100,
                    200,
                    Duration.ofMinutes(15),
                    false);

    /** Reads the keys under {@code accounts}. */
    public static AccountsSettings from(Settings settings) {
        return new AccountsSettings(
                settings.duration("accounts.access-life", USUAL.accessLife),
                settings.duration("accounts.refresh-life", USUAL.refreshLife),
                settings.duration("accounts.session-life", USUAL.sessionLife),
                settings.number("accounts.failures-per-account", USUAL.failuresPerAccount, 1, 100),
                settings.number(
                        "accounts.failures-per-address", USUAL.failuresPerAddress, 1, 100_000),
                settings.number(
                        "accounts.registrations-per-address",
                        USUAL.registrationsPerAddress,
                        1,
                        100_000),
                settings.duration("accounts.window", USUAL.window),
                USUAL.confirmedOnly);
    }

    /** The same for a K2 that sends mail, or does not. */
    public AccountsSettings confirming(boolean addresses) {
        return new AccountsSettings(
                accessLife,
                refreshLife,
                sessionLife,
                failuresPerAccount,
                failuresPerAddress,
                registrationsPerAddress,
                window,
                addresses);
    }
}
