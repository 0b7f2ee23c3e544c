package dev.k2.accounts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person sets as a whole, and which fields it has. */
public enum DocumentKind {
    /** How K2 behaves for a person. */
    SETTINGS,
    /** How the apps look to a person. */
    PREFERENCES;

    private static final List<DocumentField> OF_SETTINGS =
            List.of(
                    choice("language", "en", "de", "fr", "es", "pt", "zh", "ja", "ko"),
                    new DocumentField.Zone("time_zone"),
                    choice("currency", "USD", "EUR", "GBP", "CHF", "JPY", "USDT", "USDC", "BTC"),
                    new DocumentField.Flag("confirm_orders", true),
                    new DocumentField.Flag("cancel_on_logout", false));

    private static final List<DocumentField> OF_PREFERENCES =
            List.of(
                    choice("theme", "system", "light", "dark"),
                    choice("density", "comfortable", "compact"),
                    choice("start_page", "trade", "portfolio", "events", "orders"),
                    choice("chart_interval", "1m", "5m", "15m", "1h", "4h", "1d"),
                    choice("clock", "local", "utc"),
                    choice("colours", "green_up", "red_up", "blue_orange"),
                    new DocumentField.Flag("sounds", false));

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<DocumentField> fields() {
        return switch (this) {
            case SETTINGS -> OF_SETTINGS;
            case PREFERENCES -> OF_PREFERENCES;
        };
    }

    Optional<DocumentField> field(String name) {
        return fields().stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /** The first word is the usual one. */
    private static DocumentField choice(String name, String... words) {
        return new DocumentField.Choice(name, List.of(words));
    }
}
