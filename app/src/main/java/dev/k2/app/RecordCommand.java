package dev.k2.app;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Exchanges;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.net.RecordingWriter;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.platform.K2Clock;
import dev.k2.platform.LogLevel;
import dev.k2.platform.Logs;
import dev.k2.platform.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code record}: public data as an exchange sends it, into a file. */
@Command(
        name = "record",
        description = "Writes what an exchange sends, for decode and sim --replay.",
        mixinStandardHelpOptions = true)
final class RecordCommand implements Callable<Integer> {
    private static final List<Channel> CHANNELS =
            List.of(
                    Channel.BOOK,
                    Channel.QUOTES,
                    Channel.TRADES,
                    Channel.AGGREGATE_TRADES,
                    Channel.TICKER,
                    Channel.MARK_PRICE,
                    Channel.LIFECYCLE,
                    Channel.candles(CandleInterval.M1));
    private static final int INSTRUMENTS_MAX = 100;
    private static final long LOOKED_AFTER_MILLIS = 100;
    private static final long FINISH_SECONDS_MAX = 30;

    @Option(names = "--exchange", required = true, description = "whose data, such as binance")
    private String exchange = "";

    @Option(
            names = "--instruments",
            required = true,
            split = ",",
            description = "such as BTC-USDT,ETH-USDT; 100 at most")
    private List<String> instruments = List.of();

    @Option(names = "--seconds", description = "how long; until Ctrl-C where it is not said")
    private long seconds = Long.MAX_VALUE;

    @Option(
            names = "--environment",
            defaultValue = "LIVE",
            description = "live, testnet, demo or sim (default: live)")
    private Environment environment = Environment.LIVE;

    @Option(names = "--port", description = "of the simulated exchange; with sim only")
    private @Nullable Integer port;

    @Option(
            names = "--key-id",
            description = "of a key that may only read, where public streams want one (kalshi)")
    private @Nullable String keyId;

    @Option(names = "--key-file", description = "the private key of it, a PEM file")
    private @Nullable Path keyFile;

    @Option(
            names = "--limit-mb",
            defaultValue = "512",
            description =
                    "the recording ends when it has so many megabytes unpacked (default: 512)")
    private long limitMegabytes;

    @Parameters(paramLabel = "FILE", description = "a new file, NAME.jsonl.gz or NAME.jsonl")
    private Path file = Path.of("");

    @Spec private @Nullable CommandSpec spec;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    @Override
    public Integer call() throws InterruptedException {
        Logs.configure(LogLevel.ERROR, Optional.empty());
        check();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "k2-stop"));
        try {
            RecordingWriter writer = open();
            try {
                record(writer);
            } catch (StartFailure failed) {
                writer.discard();
                throw failed;
            }
            writer.close();
            say(summary(writer));
            return 0;
        } catch (IOException refused) {
            throw new StartFailure(
                    "The recording could not be written: " + refused.getMessage() + ".",
                    "Look at the disk.",
                    refused);
        } finally {
            finished.countDown();
        }
    }

    private void record(RecordingWriter writer) throws InterruptedException {
        ExchangeConfig tapped = config().withTap(writer);
        ExchangeConfig config = key().map(tapped::withDataKey).orElse(tapped);
        try (Exchange from = Exchanges.open(exchange, config)) {
            List<Instrument> wanted = wanted(from);
            writer.opened(exchange);
            MarketFeed feed = from.feed(new Cuts(writer, exchange));
            for (Instrument instrument : wanted) {
                CHANNELS.stream()
                        .filter(from.capabilities().channels()::contains)
                        .forEach(channel -> feed.subscribe(instrument, channel));
            }
            say("Recording " + instruments + " of " + exchange + "; Ctrl-C ends it.");
            waitForTheEnd(writer);
        }
        if (writer.frames() == 0) {
            throw new StartFailure(
                    "Nothing was heard from " + exchange + ".",
                    "Look at the network, and at --environment.");
        }
    }

    private void waitForTheEnd(RecordingWriter writer) throws InterruptedException {
        long start = System.nanoTime();
        while (writer.ending() == null
                && Duration.ofNanos(System.nanoTime() - start).toSeconds() < seconds
                && !stop.await(LOOKED_AFTER_MILLIS, TimeUnit.MILLISECONDS)) {
            // Looked at again after a moment.
        }
    }

    private List<Instrument> wanted(Exchange from) {
        List<Instrument> listed =
                switch (from.market().instruments()) {
                    case Answer.Ok<List<Instrument>>(List<Instrument> all) -> all;
                    case Answer.Failed<List<Instrument>>(ExchangeError error) ->
                            throw new StartFailure(
                                    exchange + " does not tell its instruments: " + error.message(),
                                    "Look at the network, and at --environment.");
                };
        List<Instrument> wanted = new ArrayList<>();
        for (String name : instruments) {
            wanted.add(
                    listed.stream()
                            .filter(instrument -> instrument.id().text().equals(name))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new StartFailure(
                                                    exchange + " does not list " + name + ".",
                                                    "Name instruments such as BTC-USDT.")));
        }
        return wanted;
    }

    private ExchangeConfig config() {
        return switch (environment) {
            case LIVE -> ExchangeConfig.live(K2Clock.system());
            case TESTNET -> ExchangeConfig.testnet(K2Clock.system());
            case DEMO -> ExchangeConfig.demo(K2Clock.system());
            case SIM ->
                    ExchangeConfig.sim(
                            URI.create("http://127.0.0.1:" + Objects.requireNonNull(port)),
                            K2Clock.system());
        };
    }

    private Optional<Credentials> key() {
        if (keyId == null || keyFile == null) {
            return Optional.empty();
        }
        try {
            String pem = Files.readString(Folders.asTyped(keyFile));
            return Optional.of(Credentials.keyPair(keyId, pem));
        } catch (IOException unreadable) {
            throw new StartFailure(
                    keyFile + " cannot be read.", "Name the PEM file of the key.", unreadable);
        }
    }

    private void check() {
        if (!Exchanges.names().contains(exchange)) {
            throw new StartFailure(
                    "K2 cannot record '" + exchange + "'.",
                    "It knows: " + String.join(", ", Exchanges.names()) + ".");
        }
        if ((environment == Environment.SIM) != (port != null)) {
            throw new StartFailure(
                    "A port goes with --environment sim, and only with that.",
                    "./k2 sim prints the ports of the simulated exchanges.");
        }
        if ((keyId == null) != (keyFile == null)) {
            throw new StartFailure(
                    "A key is its id and its file.", "Give both --key-id and --key-file.");
        }
        if (instruments.size() > INSTRUMENTS_MAX
                || !instruments.stream().allMatch(InstrumentId::isValid)) {
            throw new StartFailure(
                    "Expected 1 to 100 instruments, found " + instruments + ".",
                    "Name them as K2 does, such as BTC-USDT,ETH-USDT.");
        }
        if (!file.toString().matches(".*\\.jsonl(\\.gz)?")) {
            throw new StartFailure(
                    "Expected a file called NAME.jsonl.gz or NAME.jsonl, found " + file + ".",
                    "sim --replay finds recordings by these endings.");
        }
        if (seconds < 1 || limitMegabytes < 1) {
            throw new StartFailure(
                    "A recording has at least 1 second and 1 megabyte.",
                    "Give --seconds and --limit-mb more.");
        }
    }

    private RecordingWriter open() {
        try {
            return RecordingWriter.open(
                    Folders.asTyped(file), limitMegabytes * 1_000_000, K2Clock.system());
        } catch (FileAlreadyExistsException there) {
            throw new StartFailure(
                    file + " exists already.", "Choose another name: nothing is written over.");
        } catch (IOException refused) {
            throw new StartFailure(
                    file + " cannot be written: " + refused.getMessage() + ".",
                    "Name a file in a folder that exists.",
                    refused);
        }
    }

    private String summary(RecordingWriter writer) {
        String size =
                String.format(
                        Locale.ROOT,
                        "%d messages and %d answers, %d kB before packing",
                        writer.frames(),
                        writer.answers(),
                        writer.bytes() / 1_000);
        RecordingWriter.Ending ending = writer.ending();
        String why =
                ending == null
                        ? ""
                        : switch (ending) {
                            case FULL -> " It ended there because of --limit-mb.";
                            case TOO_SLOW -> " It ended there because the disk was too slow.";
                            case BROKEN -> " It ended there because the disk refused.";
                        };
        return "Wrote " + Folders.asTyped(file) + ": " + size + "." + why;
    }

    /** Runs while the process ends: what is there is to be whole before it does. */
    private void stopAndWait() {
        stop.countDown();
        try {
            if (!finished.await(FINISH_SECONDS_MAX, TimeUnit.SECONDS)) {
                say("The recording could not be finished in time; what there is ends in .part.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(String sentence) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(sentence);
        out.flush();
    }

    /** Notes where a connection was lost: what comes after does not continue what came before. */
    private record Cuts(RecordingWriter writer, String exchange) implements FeedListener {
        @Override
        public void onState(ConnectionState state) {
            if (state == ConnectionState.BACKING_OFF || state == ConnectionState.BREAKER_OPEN) {
                writer.opened(exchange);
            }
        }
    }
}
