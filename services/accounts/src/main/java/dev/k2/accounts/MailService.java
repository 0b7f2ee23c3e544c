package dev.k2.accounts;

/** Whoever sends mail for us. */
@FunctionalInterface
public interface MailService {
    /** Sends a letter, or says why not. May wait for up to a minute. */
    Delivery send(Letter letter);
}
