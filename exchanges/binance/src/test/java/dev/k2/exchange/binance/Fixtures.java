package dev.k2.exchange.binance;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded and documented payloads of Binance, which lie beside the repository. */
final class Fixtures {
    private Fixtures() {}

    /** The folder of Spot, or a skipped test where it is absent; in CI that is a failure. */
    static Path folder() {
        return folder(BinanceProduct.SPOT);
    }

    /** The folder of a product, or a skipped test where it is absent; in CI that is a failure. */
    static Path folder(BinanceProduct product) {
        Path folder =
                Path.of(System.getProperty("k2.fixtures", "absent"), product.exchange().text());
        if (!Files.isDirectory(folder)) {
            if ("true".equals(System.getenv("CI"))) {
                fail("the payloads of Binance are missing at " + folder);
            }
            assumeTrue(false, "skipped: there are no payloads of Binance at " + folder);
        }
        return folder;
    }

    /** Files of one kind, without the list of where they come from. */
    static List<Path> files(String kind) {
        return files(BinanceProduct.SPOT, kind);
    }

    /** Files of one kind of a product, without the list of where they come from. */
    static List<Path> files(BinanceProduct product, String kind) {
        try (Stream<Path> files = Files.list(folder(product).resolve(kind))) {
            return files.filter(file -> !file.getFileName().toString().equals("PROVENANCE.tsv"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static JsonNode json(String kind, String name) {
        try {
            return Json.lenient().readTree(folder().resolve(kind).resolve(name).toFile());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
