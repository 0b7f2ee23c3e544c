package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Messages in words. Pure. */
final class Letters {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final String UNASKED = "If this was not you, do nothing: nothing happens then.";
    private static final String ALARM =
            "If this was not you, set a new password at once and end all sessions: ";

    private Letters() {}

    /** A mail with a link that holds a token. The token stands behind #, where no server and no log sees it. */
    static Letter withToken(Message message, Secret token, URI home) {
        return new Letter(
                message.id(),
                message.email(),
                subject(message.kind()),
                switch (message.kind()) {
                    case CONFIRM_ADDRESS ->
                            "Somebody opened an account at K2 with this address. To confirm that it"
                                    + " is yours, open within 24 hours:\n\n"
                                    + link(home, "verify-email", token)
                                    + "\n\n"
                                    + UNASKED;
                    case ADDRESS_TAKEN ->
                            "Somebody wanted to open an account at K2 with this address. There is"
                                    + " one already, which nobody has confirmed. If it is to be"
                                    + " yours, choose a password for it within 30 minutes:\n\n"
                                    + link(home, "reset-password", token)
                                    + "\n\n"
                                    + UNASKED;
                    case RESET_PASSWORD ->
                            "Somebody asked for a new password of your K2 account. To choose one,"
                                    + " open within 30 minutes:\n\n"
                                    + link(home, "reset-password", token)
                                    + "\n\n"
                                    + UNASKED;
                    case PASSWORD_CHANGED,
                            SECOND_FACTOR_ON,
                            SECOND_FACTOR_OFF,
                            RECOVERY_CODES_NEW,
                            RECOVERY_CODE_USED,
                            PASSKEY_ADDED,
                            PASSKEY_REMOVED,
                            PASSKEY_COPIED,
                            NEW_LOGIN,
                            LINK_ADDED,
                            LINK_RENEWED,
                            TOKEN_STOLEN ->
                            throw new IllegalArgumentException(
                                    message.kind() + " carries no token");
                });
    }

    /** To the owner of an address that somebody wanted to register. */
    static Letter taken(Message message, URI home) {
        return new Letter(
                message.id(),
                message.email(),
                subject(message.kind()),
                "Somebody wanted to open an account at K2 with this address. You have one already."
                        + " To log in, or to choose a new password:\n\n"
                        + home
                        + "\n\n"
                        + UNASKED);
    }

    /** News of security. */
    static Letter news(Message message, URI home) {
        return new Letter(
                message.id(),
                message.email(),
                subject(message.kind()),
                body(message) + "\n\n" + ALARM + "\n\n" + home);
    }

    static String subject(MessageKind kind) {
        return switch (kind) {
            case CONFIRM_ADDRESS -> "Confirm your address";
            case ADDRESS_TAKEN -> "You have an account";
            case RESET_PASSWORD -> "Choose a new password";
            case PASSWORD_CHANGED -> "Your password was changed";
            case SECOND_FACTOR_ON -> "Your second factor was turned on";
            case SECOND_FACTOR_OFF -> "Your second factor was turned off";
            case RECOVERY_CODES_NEW -> "New recovery codes were made";
            case RECOVERY_CODE_USED -> "A recovery code was used";
            case PASSKEY_ADDED -> "A passkey was added";
            case PASSKEY_REMOVED -> "A passkey was removed";
            case PASSKEY_COPIED -> "A passkey was refused";
            case NEW_LOGIN -> "New login";
            case LINK_ADDED -> "An exchange was linked";
            case LINK_RENEWED -> "A link was given another key";
            case TOKEN_STOLEN -> "A session was ended";
        };
    }

    /** The sentence that is told in the app as well. */
    static String body(Message message) {
        Map<String, String> details = message.details();
        String what =
                switch (message.kind()) {
                    case PASSWORD_CHANGED -> "The password of your account was changed";
                    case SECOND_FACTOR_ON ->
                            "An authenticator app is now needed to log in to your account";
                    case SECOND_FACTOR_OFF ->
                            "The authenticator app of your account was turned off";
                    case RECOVERY_CODES_NEW ->
                            "New recovery codes were made for your account; the old ones no longer"
                                    + " work";
                    case RECOVERY_CODE_USED ->
                            "A recovery code was used to say who you are; it will not work again";
                    case PASSKEY_ADDED ->
                            "The passkey \"" + label(details) + "\" was added to your account";
                    case PASSKEY_REMOVED ->
                            "The passkey \"" + label(details) + "\" of your account was removed";
                    case PASSKEY_COPIED ->
                            "The passkey \""
                                    + label(details)
                                    + "\" was refused, because somebody seems to have a copy of it;"
                                    + " remove it";
                    case NEW_LOGIN ->
                            "Somebody logged in to your account from where nobody did before";
                    case LINK_ADDED ->
                            "An account at "
                                    + details.getOrDefault("exchange", "an exchange")
                                    + " was linked to yours as \""
                                    + label(details)
                                    + "\"";
                    case LINK_RENEWED ->
                            "The key of your account at "
                                    + details.getOrDefault("exchange", "an exchange")
                                    + " that is linked as \""
                                    + label(details)
                                    + "\" was replaced by another one";
                    case TOKEN_STOLEN ->
                            "A session of your account was ended, because its token came from two"
                                    + " places";
                    case CONFIRM_ADDRESS, ADDRESS_TAKEN, RESET_PASSWORD ->
                            throw new IllegalArgumentException(message.kind() + " is no news");
                };
        return what + place(details, message.createdAt()) + ".";
    }

    private static String label(Map<String, String> details) {
        return details.getOrDefault("label", "");
    }

    private static String place(Map<String, String> details, Instant at) {
        String when = ", at " + TIME.format(at);
        return details.containsKey("address")
                ? when
                        + ", from "
                        + details.get("address")
                        + " by "
                        + details.getOrDefault("device", "an unknown program")
                : when;
    }

    private static String link(URI home, String page, Secret token) {
        return home.resolve("/" + page) + "#token=" + token.reveal();
    }
}
