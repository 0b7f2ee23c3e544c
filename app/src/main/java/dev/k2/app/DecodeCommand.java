package dev.k2.app;

import dev.k2.exchange.net.Decode;
import dev.k2.exchange.net.Decoder;
import dev.k2.model.ExchangeId;
import dev.k2.platform.StartFailure;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code decode}: what K2 makes of an exchange's messages. */
@Command(
        name = "decode",
        description = "Prints what K2 makes of recorded messages, one JSON object a line.",
        mixinStandardHelpOptions = true)
final class DecodeCommand implements Callable<Integer> {
    @Option(names = "--exchange", required = true, description = "whose messages, such as binance")
    private String exchange = "";

    @Option(names = "--book", description = "one closing line for each order book")
    private boolean book;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "JSON lines or recordings, gzip too; - for standard input")
    private List<String> files = List.of();

    @Override
    public Integer call() {
        PrintStream out =
                new PrintStream(
                        new BufferedOutputStream(System.out, 1 << 16),
                        false,
                        StandardCharsets.UTF_8);
        return new Decode(decoder(), System.in, out, System.err)
                .run(files.stream().map(DecodeCommand::asTyped).toList(), book);
    }

    private Decoder decoder() {
        return ExchangeId.parse(exchange)
                .flatMap(Venues::find)
                .orElseThrow(this::unknown)
                .decoder()
                .get();
    }

    private StartFailure unknown() {
        return new StartFailure(
                "K2 cannot decode messages of '" + exchange + "'.",
                "It knows: " + Venues.names() + ".");
    }

    private static String asTyped(String file) {
        return file.equals("-") ? file : Folders.asTyped(Path.of(file)).toString();
    }
}
