package dev.k2.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where recorded messages lie, and those that benchmarks use. */
final class Recorded {
    private Recorded() {}

    /** The folder of recordings, which need not be there. */
    static Path fixtures() {
        String beside = System.getProperty("k2.root", ".") + "/../shared/fixtures";
        return Path.of(System.getProperty("k2.fixtures", beside)).normalize();
    }

    /** Changes of quiet spot books, and of busy futures books. */
    static List<Diffs> books(Path fixtures) throws IOException {
        Path spot = fixtures.resolve("binance/recording");
        Path futures = fixtures.resolve("binance-futures/recording");
        return List.of(
                Diffs.read(
                        "Binance.US spot",
                        spot.resolve("cryptofeed__binance_us_depth_snapshots.jsonl.gz"),
                        spot.resolve("cryptofeed__binance_us_ws_stream.jsonl.gz")),
                Diffs.read(
                        "Binance COIN-M futures",
                        futures.resolve("cryptofeed__binance_delivery_depth_snapshots.jsonl.gz"),
                        futures.resolve("cryptofeed__binance_delivery_ws_stream.jsonl.gz")));
    }
}
