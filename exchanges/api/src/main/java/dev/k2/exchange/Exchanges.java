package dev.k2.exchange;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The library's door: the exchanges whose adapters are on the classpath, by name.
 *
 * <pre>{@code
 * try (Exchange binance = Exchanges.open("binance", ExchangeConfig.live(InstantSource.system()))) {
 *     List<Instrument> instruments = binance.market().instruments().orThrow();
 * }
 * }</pre>
 */
public final class Exchanges {
    private Exchanges() {}

    /**
     * Opens an exchange. Nothing is sent until something is asked.
     *
     * @param name one of {@link #names}
     * @throws IllegalArgumentException where no adapter of this name is on the classpath, or the
     *     configuration does not fit it
     */
    public static Exchange open(String name, ExchangeConfig config) {
        return providers()
                .filter(provider -> provider.id().text().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "expected one of " + names() + ", found " + name))
                .open(config);
    }

    /** The exchanges that can be opened, such as {@code binance-futures}. */
    public static List<String> names() {
        return providers().map(provider -> provider.id().text()).sorted().toList();
    }

    private static Stream<ExchangeProvider> providers() {
        return ServiceLoader.load(ExchangeProvider.class, Exchanges.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get);
    }
}
