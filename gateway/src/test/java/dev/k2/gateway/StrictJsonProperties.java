package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The reader of requests takes what JSON is and nothing else, and never throws. */
class StrictJsonProperties {
    @Property(tries = 300)
    void readsBackWhatWasWritten(@ForAll("objects") JsonObject object) {
        StrictJson.Text read = StrictJson.read(object.encode());

        assertThat(read).isEqualTo(new StrictJson.Text.Read(object));
    }

    @Property(tries = 1000)
    void neverThrows(@ForAll byte[] bytes) {
        assertThat(StrictJson.read(bytes)).isNotNull();
    }

    @Property(tries = 1000)
    void neverThrowsForTextsThatLookLikeJson(@ForAll("almostJson") String text) {
        switch (StrictJson.read(text.getBytes(StandardCharsets.UTF_8))) {
            case StrictJson.Text.Read(JsonObject value) -> assertThat(value.encode()).isNotEmpty();
            case StrictJson.Text.Bad(Problem problem) ->
                    assertThat(problem.status()).isEqualTo(400);
        }
    }

    @Property(tries = 300)
    void refusesEveryFractionAndExponent(
            @ForAll("fractions") String number, @ForAll("names") String name) {
        String body = new JsonObject().put(name, "@").encode().replace("\"@\"", number);

        assertThat(StrictJson.read(body))
                .isEqualTo(new StrictJson.Text.Bad(Problem.invalid(name, "a decimal as a string")));
    }

    @Provide
    Arbitrary<JsonObject> objects() {
        Arbitrary<Object> leaves =
                Arbitraries.oneOf(
                        Arbitraries.strings()
                                .all()
                                .excludeChars('\0')
                                .filter(StrictJsonProperties::isWhole),
                        Arbitraries.longs()
                                .between(-99_999_999_999_999_999L, 99_999_999_999_999_999L),
                        Arbitraries.of(true, false));
        Arbitrary<Object> lists = leaves.list().ofMaxSize(4).map(JsonArray::new);
        return Arbitraries.maps(names(), Arbitraries.oneOf(leaves, lists))
                .ofMaxSize(6)
                .map(JsonObject::new);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.of(
                        List.of(
                                "{", "}", "[", "]", ":", ",", "\"a\"", "1", "1e9", "-", "null",
                                "tru", "\\u0000"))
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> fractions() {
        return Arbitraries.oneOf(
                Arbitraries.bigDecimals().ofScale(3).map(d -> d.toPlainString()),
                Arbitraries.integers().between(1, 999_999_999).map(e -> "1e" + e),
                Arbitraries.integers().between(1, 999_999_999).map(e -> "-2.5E-" + e));
    }

    private static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
