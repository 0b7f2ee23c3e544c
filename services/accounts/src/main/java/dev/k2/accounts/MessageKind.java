package dev.k2.accounts;

/** What people are told. */
enum MessageKind {
    /** Somebody registered with this address. */
    CONFIRM_ADDRESS,
    /** Somebody wanted to register with an address that is somebody's. */
    ADDRESS_TAKEN,
    /** Somebody forgot the password of this address. */
    RESET_PASSWORD,
    PASSWORD_CHANGED,
    SECOND_FACTOR_ON,
    SECOND_FACTOR_OFF,
    RECOVERY_CODES_NEW,
    RECOVERY_CODE_USED,
    PASSKEY_ADDED,
    PASSKEY_REMOVED,
    /** A passkey counted backwards, as only a copy of it can. */
    PASSKEY_COPIED,
    NEW_LOGIN,
    LINK_ADDED,
    /** A link was given other credentials. */
    LINK_RENEWED,
    /** A refresh token came again that was used before. */
    TOKEN_STOLEN;

    /** Whether it is about security, and told in the app too. */
    boolean isNews() {
        return switch (this) {
            case CONFIRM_ADDRESS, ADDRESS_TAKEN, RESET_PASSWORD -> false;
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
                    true;
        };
    }
}
