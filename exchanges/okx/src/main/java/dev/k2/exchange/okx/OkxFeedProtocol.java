package dev.k2.exchange.okx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.net.FeedDoubt;
import dev.k2.exchange.net.FeedLink;
import dev.k2.exchange.net.FeedNotice;
import dev.k2.exchange.net.FeedProtocol;
import dev.k2.exchange.net.FeedReader;
import dev.k2.exchange.net.FeedSocket;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** How OKX's streams are asked for, and what it says besides them. */
final class OkxFeedProtocol implements FeedProtocol<OkxStream> {
    /** OKX names no limit; more open another connection. */
    private static final int STREAMS_PER_CONNECTION = 300;

    private static final String ALL_LIQUIDATIONS =
            "{\"channel\":\"" + OkxStream.LIQUIDATIONS + "\",\"instType\":\"SWAP\"}";
    private static final String LIQUIDATIONS_OF =
            "{\"channel\":\"" + OkxStream.LIQUIDATIONS + "\",\"of\":";
    private static final String MARK_PRICE_OF = "{\"channel\":\"" + OkxStream.MARK_PRICE + "\",";
    private static final int UPGRADE = 64008;

    private final OkxMarketRest rest;
    private final FeedSocket publicStreams;
    private final FeedSocket businessStreams;

    /** Those of our streams that share the one of all contracts. Only on the loop. */
    private final Set<String> liquidations = new LinkedHashSet<>();

    OkxFeedProtocol(OkxConfig config, OkxMarketRest rest) {
        this.rest = rest;
        this.publicStreams =
                new FeedSocket(
                        "public streams",
                        OkxSockets.settings(config, "okx public streams", OkxSocket.PUBLIC),
                        STREAMS_PER_CONNECTION);
        this.businessStreams =
                new FeedSocket(
                        "business streams",
                        OkxSockets.settings(config, "okx business streams", OkxSocket.BUSINESS),
                        STREAMS_PER_CONNECTION);
    }

    @Override
    public OkxStream stream(Instrument instrument, Channel channel) {
        if (instrument.exchange() != ExchangeId.OKX) {
            throw new IllegalArgumentException(
                    "expected an instrument of OKX, found one of " + instrument.exchange());
        }
        return OkxStream.of(instrument, channel);
    }

    @Override
    public FeedSocket socket(OkxStream stream) {
        return stream.socket() == OkxSocket.BUSINESS ? businessStreams : publicStreams;
    }

    @Override
    public FeedSocket firstSocket() {
        return publicStreams;
    }

    @Override
    public FeedReader<OkxStream> reader(FeedLink<OkxStream> link) {
        return new OkxFeedReader(
                link.table(),
                link.listener(),
                new OkxFeedReader.Books() {
                    @Override
                    public void lose(OkxStream stream, SocketBook book, boolean counts) {
                        link.lose(stream, book, counts);
                    }

                    @Override
                    public void held(OkxStream stream) {
                        link.held(stream);
                    }
                });
    }

    /** A mark price is asked for with its funding and index, and told once both are known; liquidations once for all contracts. */
    @Override
    public String request(boolean subscribe, List<String> names, long id) {
        Set<String> args = new LinkedHashSet<>();
        for (String name : names) {
            if (name.startsWith(LIQUIDATIONS_OF)) {
                boolean changed = subscribe ? liquidations.add(name) : liquidations.remove(name);
                if (subscribe || (changed && liquidations.isEmpty())) {
                    args.add(ALL_LIQUIDATIONS);
                }
            } else {
                args.add(name);
                if (name.startsWith(MARK_PRICE_OF) && name.contains("-SWAP\"")) {
                    args.add(name.replace(OkxStream.MARK_PRICE, OkxStream.FUNDING));
                    args.add(
                            name.replace(OkxStream.MARK_PRICE, OkxStream.INDEX)
                                    .replace("-SWAP\"", "\""));
                }
            }
        }
        // Others still want what was to end, so there is nothing to say.
        return args.isEmpty()
                ? OkxSockets.PING
                : "{\"id\":\"%d\",\"op\":\"%s\",\"args\":[%s]}"
                        .formatted(
                                id,
                                subscribe ? "subscribe" : "unsubscribe",
                                String.join(",", args));
    }

    @Override
    public FeedNotice notice(byte[] message, int length) {
        try {
            JsonNode node = Json.lenient().readTree(message, 0, length);
            if (node == null || !node.path("event").isTextual()) {
                return new FeedNotice.Unknown("message of an unknown kind");
            }
            return notice(Json.lenient().treeToValue(node, OkxFeedWire.Event.class));
        } catch (IOException unreadable) {
            return new FeedNotice.Unknown("message that is no JSON, of " + length + " bytes");
        }
    }

    private FeedNotice notice(OkxFeedWire.Event event) {
        int code = OkxErrors.number(event.code() == null ? "" : event.code());
        String words = event.code() + " " + event.msg();
        return switch (event.event()) {
            case "subscribe" ->
                    event.arg() == null
                            ? new FeedNotice.Unknown("a subscription to nothing")
                            : new FeedNotice.Begun(names(event.arg()));
            case "unsubscribe", "channel-conn-count" -> FeedNotice.NOTHING;
            case "error" ->
                    new FeedNotice.Refused(
                            event.arg() == null ? List.of() : names(event.arg()), words);
            case "channel-conn-count-error" ->
                    new FeedNotice.Refused(
                            List.of(), "too many connections for " + event.channel());
            case "notice" ->
                    code == UPGRADE
                            ? new FeedNotice.Ending("OKX is about to end the connection: " + words)
                            : new FeedNotice.Unknown("notice " + words);
            default -> new FeedNotice.Unknown("event " + event.event() + " " + words);
        };
    }

    /** Our streams that an argument stands for. */
    private List<String> names(OkxFeedWire.Arg arg) {
        if (arg.channel().equals(OkxStream.LIQUIDATIONS)) {
            return new ArrayList<>(liquidations);
        }
        return arg.instId() == null
                ? List.of()
                : List.of(OkxStream.argument(arg.channel(), arg.instId()));
    }

    @Override
    public Optional<FeedDoubt> doubt(OkxStream stream) {
        return switch (stream.channel()) {
            case Channel.Plain.BOOK, Channel.Plain.QUOTES ->
                    Optional.of(() -> askForTheTop(stream));
            case Channel.Top _ -> Optional.of(() -> askForTheTop(stream));
            case Channel.Plain.TRADES, Channel.Plain.AGGREGATE_TRADES ->
                    Optional.of(() -> askForTheLastTrade(stream));
            case Channel.Plain.TICKER,
                    Channel.Plain.MINI_TICKER,
                    Channel.Plain.LIFECYCLE,
                    Channel.Plain.AVERAGE_PRICE,
                    Channel.Plain.MARK_PRICE,
                    Channel.Plain.LIQUIDATIONS ->
                    Optional.empty();
            case Channel.Candles _ -> Optional.empty();
        };
    }

    /** Who asked us to be silent hears of no connection either. */
    @Override
    public Optional<Instant> silentUntil() {
        return rest.silentUntil();
    }

    private Optional<BooleanSupplier> askForTheTop(OkxStream stream) {
        Instrument instrument = stream.instrument();
        return rest.book(instrument.symbol(), 1)
                        instanceof Reply.Ok<OkxRestWire.Book>(OkxRestWire.Book wire)
                ? Optional.of(
                        () ->
                                !stream.isBest(
                                        best(wire.bids(), instrument),
                                        best(wire.asks(), instrument)))
                : Optional.empty();
    }

    private Optional<BooleanSupplier> askForTheLastTrade(OkxStream stream) {
        return rest.trades(stream.instrument().symbol(), 1)
                        instanceof Reply.Ok<List<OkxRestWire.Trade>>(List<OkxRestWire.Trade> rows)
                ? Optional.of(
                        () ->
                                stream.lastTradeId() >= 0
                                        && !rows.isEmpty()
                                        && isAfter(rows.getFirst().tradeId(), stream.lastTradeId()))
                : Optional.empty();
    }

    private static boolean isAfter(String tradeId, long last) {
        try {
            return Long.parseLong(tradeId) > last;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    /** 0 on an empty side, as streams keep it. */
    private static long best(List<List<BigDecimal>> levels, Instrument instrument) {
        return levels.isEmpty()
                ? 0
                : levels.getFirst().getFirst().movePointRight(instrument.priceScale()).longValue();
    }
}
