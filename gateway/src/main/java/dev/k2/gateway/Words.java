package dev.k2.gateway;

import dev.k2.model.Decimals;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values as the API spells them. */
final class Words {
    private Words() {}

    /** A constant as a word: {@code STOP_LIMIT} is {@code stop_limit}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The constant of a word that the contract let through. */
    static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    static String of(BigDecimal number) {
        return Decimals.plain(number);
    }

    static @Nullable String orNull(Optional<BigDecimal> number) {
        return number.map(Decimals::plain).orElse(null);
    }

    /** Null where zero says that there is no rule. */
    static @Nullable String rule(BigDecimal number) {
        return number.signum() == 0 ? null : Decimals.plain(number);
    }
}
