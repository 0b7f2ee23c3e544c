package dev.k2.exchange.kalshi;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.kalshi.KalshiFeedWire.Lifecycle;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.ScanException;
import dev.k2.model.ContractChange;
import dev.k2.model.ContractResult;
import dev.k2.model.ContractState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Steps in the lives of markets, and failures, read into records. Lives on one thread. */
final class KalshiRareNews {
    private final FeedListener listener;

    KalshiRareNews(FeedListener listener) {
        this.listener = listener;
    }

    /** Reads a step in the life of a market, which comes for all markets. */
    void life(Names<KalshiStream> streams, byte[] bytes, int from, int to, long receivedMillis) {
        if (from < 0) {
            throw new ScanException("a step in a market's life", 0);
        }
        Lifecycle wire = read(bytes, from, to, Lifecycle.class);
        byte[] name = KalshiStream.Kind.LIFE.name(wire.ticker()).getBytes(StandardCharsets.UTF_8);
        KalshiStream stream = streams.find(name, 0, name.length);
        if (stream != null) {
            stream.heard(receivedMillis);
            read(stream, wire, from, receivedMillis)
                    .ifPresent(
                            change -> {
                                stream.stands(change.state());
                                listener.onContract(stream.instrument(), change);
                            });
        }
    }

    private static Optional<ContractChange> read(
            KalshiStream stream, Lifecycle wire, int from, long receivedMillis) {
        try {
            return change(stream.state(), wire, receivedMillis);
        } catch (DateTimeException beyond) {
            throw new ScanException("times that there are", from);
        }
    }

    /**
     * What a step changes; empty for one that changes nothing of the contract's life.
     *
     * @param before where the market stood
     */
    static Optional<ContractChange> change(
            ContractState before, Lifecycle wire, long receivedMillis) {
        Long closes = wire.closeSeconds();
        BigDecimal value =
                wire.settlementValueDollars() == null
                        ? wire.settlementValue()
                        : wire.settlementValueDollars();
        Optional<ContractState> state =
                switch (wire.eventType()) {
                    case "created" -> Optional.of(ContractState.UPCOMING);
                    case "activated" -> Optional.of(ContractState.OPEN);
                    case "deactivated" -> Optional.of(ContractState.HALTED);
                    case "close_date_updated" -> Optional.of(before);
                    case "determined" -> Optional.of(ContractState.DETERMINED);
                    case "settled" -> Optional.of(ContractState.SETTLED);
                    default -> Optional.empty();
                };
        Optional<ContractResult> result = KalshiWords.result(wire.result(), value);
        return state.map(
                known ->
                        new ContractChange(
                                known,
                                Optional.ofNullable(closes).map(Instant::ofEpochSecond),
                                result,
                                changedAt(wire, receivedMillis)));
    }

    private static Instant changedAt(Lifecycle wire, long receivedMillis) {
        Long millis = wire.millis();
        Long determined = wire.determinationSeconds();
        Long settled = wire.settledSeconds();
        if (millis != null) {
            return Instant.ofEpochMilli(millis);
        }
        if (settled != null) {
            return Instant.ofEpochSecond(settled);
        }
        return determined == null
                ? Instant.ofEpochMilli(receivedMillis)
                : Instant.ofEpochSecond(determined);
    }

    /** The code of a failure. */
    int code(byte[] bytes, int from, int to) {
        try {
            return Json.lenient().readTree(bytes, from, to - from).path("code").asInt();
        } catch (IOException unreadable) {
            throw new ScanException("a failure as expected", from);
        }
    }

    private static <T> T read(byte[] bytes, int from, int to, Class<T> type) {
        try {
            return Json.lenient().readValue(bytes, from, to - from, type);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new ScanException("news as expected", from);
        }
    }
}
