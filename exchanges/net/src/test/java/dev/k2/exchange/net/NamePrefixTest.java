package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NamePrefixTest {
    private static final NamePrefix BOOK = NamePrefix.of("book of ");
    private static final NamePrefix PRICE = NamePrefix.of("price of every  ");

    @Test
    void findsTheNamesThatBeginWithItByTheirRest() {
        Names<String> names = new Names<>();
        for (String rest :
                List.of("", "A", "BTC-USD", "BTC-USD-", "BTC-USD-26AUG0517-T1", "\u00fc")) {
            names.put(utf8("book of " + rest), "book " + rest);
            names.put(utf8("price of every  " + rest), "price " + rest);
            names.put(utf8(rest), "plain " + rest);

            assertThat(find(names, BOOK, rest)).isEqualTo("book " + rest);
            assertThat(find(names, PRICE, rest)).isEqualTo("price " + rest);
            assertThat(find(names, NamePrefix.NONE, rest)).isEqualTo("plain " + rest);
        }
        assertThat(find(names, BOOK, "BTC-USD-26AUG0517-T2")).isNull();
        assertThat(find(names, NamePrefix.of("book by "), "A")).isNull();
    }

    @Test
    void readsEscapesOfTheRest() {
        Names<String> names = new Names<>();
        names.put(utf8("book of BTC-USD"), "book");
        Scanner scanner = new Scanner();
        byte[] message = utf8("\"BTC\\u002dUSD\"");
        scanner.over(message, 0, message.length);

        assertThat(scanner.textIn(names, BOOK)).isEqualTo("book");
        scanner.end();
    }

    @Test
    void refusesLengthsAfterWhichTheRestWouldBeHashedOtherwise() {
        assertThatThrownBy(() -> NamePrefix.of("book "))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static @Nullable String find(Names<String> names, NamePrefix prefix, String rest) {
        Scanner scanner = new Scanner();
        byte[] message = utf8("[\"" + rest + "\", 1]");
        scanner.over(message, 0, message.length);
        scanner.beginArray();
        scanner.nextElement();
        return scanner.textIn(names, prefix);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
