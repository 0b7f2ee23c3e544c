package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Notes how each card went, and compares that with the table in docs once all have run; with {@code
 * -Dk2.write=true} it writes the table instead.
 */
final class CapabilityTable implements TestWatcher, AfterAllCallback {
    private static final String NOT_SHOWN = "not yet shown";

    private final Map<String, String> results = new TreeMap<>();
    private final Map<String, String> elsewhere = new TreeMap<>();
    private @Nullable Exchange exchange;
    private String product = "";
    private boolean failed;

    void describes(Exchange described) {
        exchange = described;
    }

    void plays(String played) {
        product = played;
    }

    /** Another test of the exchange shows a card. */
    void shownBy(String card, Class<?> test, String method) {
        if (!Cards.ALL.containsKey(card)
                || Arrays.stream(test.getDeclaredMethods())
                        .noneMatch(m -> m.getName().equals(method))) {
            throw new IllegalArgumentException(
                    card + " is not shown by " + test.getSimpleName() + "." + method);
        }
        elsewhere.put(card, "shown by " + test.getSimpleName() + "." + method);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        note(context, "shown");
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        String result = cause instanceof CardNotOffered ? "not offered" : NOT_SHOWN;
        note(context, cause == null ? result : result + ": " + cause.getMessage());
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        failed = true;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Exchange described = exchange;
        if (failed || described == null || !results.keySet().containsAll(cards(context))) {
            return;
        }
        Path root = Path.of(System.getProperty("k2.root", "."));
        String name = described.id().text() + (product.isEmpty() ? "" : "-" + product);
        Path file = root.resolve("docs/exchanges").resolve(name + "-capabilities.md");
        String table = table(described);
        try {
            if (Boolean.getBoolean("k2.write")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, table);
            }
            assertThat(Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "")
                    .as("%s says what was shown; -Dk2.write=true writes it anew", file)
                    .isEqualTo(table);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void note(ExtensionContext context, String result) {
        card(context)
                .ifPresent(
                        card ->
                                results.put(
                                        card.value(),
                                        result.equals("shown") && !card.part().isEmpty()
                                                ? "in part: " + card.part()
                                                : result));
    }

    private static Optional<Card> card(ExtensionContext context) {
        return context.getTestMethod()
                .flatMap(method -> Optional.ofNullable(method.getAnnotation(Card.class)));
    }

    private String result(String number) {
        String here = results.getOrDefault(number, NOT_SHOWN);
        String there = elsewhere.get(number);
        if (there == null || here.equals("shown")) {
            return here;
        }
        return here.startsWith("in part") ? here + "; more " + there : there;
    }

    private static Collection<String> cards(ExtensionContext context) {
        Map<String, String> all = new TreeMap<>();
        for (var method : context.getRequiredTestClass().getMethods()) {
            Card card = method.getAnnotation(Card.class);
            if (card != null) {
                all.put(card.value(), method.getName());
            }
        }
        return all.keySet();
    }

    private String table(Exchange described) {
        Capabilities offered = described.capabilities();
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Streams", streams(offered));
        lines.put(
                "Candles",
                offered.intervals().stream()
                        .sorted()
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")));
        lines.put("Order types", words(offered.orderTypes()));
        lines.put("Times in force", words(offered.timesInForce()));
        lines.put("Further calls", words(offered.features()));
        lines.put("Client order ids are unique among", word(offered.clientOrderIdScope()));
        lines.put(
                "Depths of a book",
                offered.bookDepths().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")));
        var text = new StringBuilder();
        text.append("# What ").append(described.id().text()).append(" offers and shows");
        text.append(product.isEmpty() ? "" : ", played with " + product).append("\n\n");
        text.append("Written by its conformance test; do not edit.\n\n| | |\n|---|---|\n");
        lines.forEach(
                (name, what) ->
                        text.append("| ").append(name).append(" | ").append(what).append(" |\n"));
        text.append("\n| card | result | it holds that |\n|---|---|---|\n");
        Cards.ALL.forEach(
                (number, holds) ->
                        text.append("| ")
                                .append(number)
                                .append(" | ")
                                .append(result(number))
                                .append(" | ")
                                .append(holds)
                                .append(" |\n"));
        return text.toString();
    }

    private static String streams(Capabilities offered) {
        List<String> words = new ArrayList<>();
        for (Channel.Plain plain : Channel.Plain.values()) {
            if (offered.channels().contains(plain)) {
                words.add(plain.text());
            }
        }
        offered.channels().stream()
                .mapMulti(
                        (Channel channel, Consumer<Channel.Top> tops) -> {
                            if (channel instanceof Channel.Top top) {
                                tops.accept(top);
                            }
                        })
                .sorted(Comparator.comparing(Channel.Top::depth))
                .forEach(top -> words.add(top.text()));
        if (offered.channels().stream().anyMatch(Channel.Candles.class::isInstance)) {
            words.add("candles");
        }
        return String.join(", ", words);
    }

    private static <E extends Enum<E>> String words(Collection<E> values) {
        return values.isEmpty()
                ? "none"
                : values.stream()
                        .sorted()
                        .map(CapabilityTable::word)
                        .collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
