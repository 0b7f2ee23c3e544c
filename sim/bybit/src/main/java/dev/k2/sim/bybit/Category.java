package dev.k2.sim.bybit;

import java.util.Locale;

/** What Bybit divides its products into. Nothing is listed in the last two here. */
enum Category {
    SPOT,
    LINEAR,
    INVERSE,
    OPTION;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Category of(String word) {
        for (Category category : values()) {
            if (category.word().equals(word)) {
                return category;
            }
        }
        throw BybitRefusal.params("Illegal category");
    }
}
