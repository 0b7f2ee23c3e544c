package dev.k2.app;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Credentials;
import dev.k2.accounts.ExchangeLink;
import dev.k2.accounts.LinkCreation;
import dev.k2.accounts.Login;
import dev.k2.accounts.Origin;
import dev.k2.accounts.Registration;
import dev.k2.accounts.User;
import dev.k2.gateway.KeyCheck;
import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.StartFailure;
import java.time.Instant;
import java.util.Map;

/** The person of the settings: has an account, to which the keys of the settings are linked. */
final class PaperPerson {
    static final String LABEL = "Paper";

    private static final Origin HERE = new Origin("k2 up, mode paper", "127.0.0.1");

    private PaperPerson() {}

    /** Makes the account and its links, or finds them. Links that are there stay as they are. */
    static void ensure(Accounts accounts, PaperSettings settings, KeyCheck keys, Instant now) {
        settings.person()
                .ifPresent(
                        person -> {
                            UserId user = user(accounts, person);
                            for (Map.Entry<ExchangeId, Credentials> key :
                                    settings.keys().entrySet()) {
                                if (settings.exchanges().contains(key.getKey())) {
                                    link(accounts, user, key.getKey(), key.getValue(), keys, now);
                                }
                            }
                        });
    }

    /** Who writes the settings answers for the address in them. */
    private static UserId user(Accounts accounts, PaperSettings.Person person) {
        UserId user =
                accounts.byEmail(person.email())
                        .map(User::id)
                        .orElseGet(() -> registered(accounts, person));
        accounts.mailedAddresses().trust(user);
        return known(accounts, person);
    }

    private static UserId registered(Accounts accounts, PaperSettings.Person person) {
        return switch (accounts.register(person.email(), person.password(), HERE)) {
            case Registration.Registered(var user) -> user.id();
            case Registration.Invalid(String field, String expected) ->
                    throw new StartFailure(
                            "The setting paper." + field + " makes no account.", expected);
            case Registration.EmailTaken taken ->
                    throw new IllegalStateException("two starts make the same account");
            case Registration.Throttled throttled ->
                    throw new IllegalStateException("the first account of a start is throttled");
        };
    }

    private static UserId known(Accounts accounts, PaperSettings.Person person) {
        return switch (accounts.login(person.email(), person.password(), HERE)) {
            case Login.LoggedIn(var user, var tokens) -> user.id();
            case Login.SecondFactorNeeded wanted -> wanted.user().id();
            case Login refused ->
                    throw new StartFailure(
                            "The settings paper.email and paper.password do not log in.",
                            "Set the password of that account, or leave both out: it was made at an"
                                    + " earlier start.");
        };
    }

    private static void link(
            Accounts accounts,
            UserId user,
            ExchangeId id,
            Credentials key,
            KeyCheck keys,
            Instant now) {
        boolean there =
                accounts.links().list(user).stream()
                        .filter(link -> link.exchange() == id)
                        .map(ExchangeLink::label)
                        .anyMatch(LABEL::equals);
        if (there) {
            return;
        }
        LinkCreation made =
                accounts.links()
                        .create(user, id, LABEL, key, DemoAccounts.rights(keys.ask(id, key), now));
        if (!(made instanceof LinkCreation.Created)) {
            throw new StartFailure(
                    "The key of " + id + " in the settings cannot be linked: " + why(made) + ".",
                    "Make another key at the exchange's test network, and set it under paper."
                            + id
                            + ".");
        }
    }

    private static String why(LinkCreation refused) {
        return switch (refused) {
            case LinkCreation.CanWithdraw can -> "money could leave by it";
            case LinkCreation.CannotRead cannot -> "it may not read the account";
            case LinkCreation.Invalid(String field, String expected) -> field + " is unfit";
            case LinkCreation.TooMany many -> "the person has too many links";
            case LinkCreation.LabelTaken taken -> "its name is taken";
            case LinkCreation.Created created -> "it is linked";
        };
    }
}
