package dev.k2.exchange.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.SocketNotice;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.exchange.net.UserLink;
import dev.k2.exchange.net.UserProtocol;
import dev.k2.exchange.net.UserStep;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An account's own stream over Binance's WebSocket API, subscribed by signature. */
final class BinanceUserStream implements UserProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceUserStream.class);
    private static final String NAME = "binance user stream";
    private static final String OPERATION = "open the user stream";

    private final BinanceConfig config;
    private final BinanceHttp http;
    private final BinanceMarket market;
    private final BinanceSigner signer;
    private final UserStreamListener listener;
    private int lastId;

    private BinanceUserStream(
            BinanceConfig config,
            BinanceHttp http,
            BinanceMarket market,
            BinanceSigner signer,
            UserStreamListener listener) {
        this.config = config;
        this.http = http;
        this.market = market;
        this.signer = signer;
        this.listener = listener;
    }

    static UserLink open(
            BinanceConfig config,
            Net net,
            BinanceHttp http,
            BinanceMarket market,
            BinanceSigner signer,
            UserStreamListener listener) {
        return UserLink.open(
                NAME,
                http.rest().errors(),
                net,
                listener,
                news -> new BinanceUserStream(config, http, market, signer, news));
    }

    @Override
    public Answer<SocketSettings> socket() {
        return new Answer.Ok<>(config.webSocketApi(NAME));
    }

    @Override
    public SocketNotice opened() {
        Optional<ExchangeError> cannotSign = http.rest().readyToSign(OPERATION);
        if (cannotSign.isPresent()) {
            return new SocketNotice.Cut(cannotSign.get().message());
        }
        return market.known() instanceof Answer.Failed<List<Instrument>>(ExchangeError error)
                ? new SocketNotice.Cut("no instruments: " + error.message())
                : new SocketNotice.Nothing();
    }

    @Override
    public List<UserStep> steps() {
        lastId++;
        String id = "k2-" + lastId;
        String subscribe =
                BinanceSocketWire.text(
                        new BinanceSocketWire.Request(
                                id,
                                "userDataStream.subscribe.signature",
                                signer.signedParameters(
                                        Map.of(),
                                        http.rest().exchangeMillis(),
                                        http.recvWindowMillis())));
        return List.of(new UserStep(subscribe, Set.of(id)));
    }

    @Override
    public SocketNotice read(byte[] message) throws IOException {
        JsonNode node = Json.lenient().readTree(message);
        try {
            if (node.path("event").isObject()) {
                return event(node.path("event"));
            } else if (node.path("data").isObject()) {
                return event(node.path("data"));
            } else if (node.has("e")) {
                return event(node);
            } else if (node.has("status")) {
                return answered(node);
            }
        } catch (BinanceParse.UnknownWord unknown) {
            return new SocketNotice.Cut("a message is not as expected: " + unknown.getMessage());
        }
        LOG.warn("binance user stream: a message of an unknown kind was skipped");
        return new SocketNotice.Nothing();
    }

    /** The WebSocket API shares its weight, and so its silences, with REST. */
    @Override
    public Optional<Instant> notBefore() {
        return http.limits().silentUntil();
    }

    private SocketNotice event(JsonNode event) throws IOException, BinanceParse.UnknownWord {
        String kind = event.path("e").asText();
        switch (kind) {
            case "executionReport" ->
                    executed(
                            Json.lenient()
                                    .treeToValue(event, BinanceUserWire.ExecutionReport.class));
            case "outboundAccountPosition" ->
                    listener.onBalances(
                            BinanceOrderParse.balances(
                                    Json.lenient()
                                            .treeToValue(
                                                    event, BinanceUserWire.AccountPosition.class)));
            case "eventStreamTerminated" -> {
                return new SocketNotice.Cut("Binance ended the subscription");
            }
            case "serverShutdown" -> {
                return new SocketNotice.Renew("Binance announced a shutdown");
            }
            // The changed amounts follow in outboundAccountPosition, and orders in their reports.
            case "balanceUpdate", "listStatus", "externalLockUpdate" -> {}
            default -> LOG.warn("binance user stream: unknown event {} was skipped", kind);
        }
        return new SocketNotice.Nothing();
    }

    private void executed(BinanceUserWire.ExecutionReport wire) throws BinanceParse.UnknownWord {
        Optional<Instrument> instrument = market.instrument(wire.symbol());
        if (instrument.isEmpty()) {
            throw new BinanceParse.UnknownWord("symbol", wire.symbol());
        }
        var fill = BinanceOrderParse.fill(instrument.get().id(), wire);
        var report = BinanceOrderParse.order(instrument.get().id(), wire);
        fill.ifPresent(listener::onFill);
        listener.onOrder(report);
    }

    private SocketNotice answered(JsonNode node) {
        for (JsonNode limit : node.path("rateLimits")) {
            if (limit.path("rateLimitType").asText().equals("REQUEST_WEIGHT")) {
                http.limits().weight().settle(0, OptionalLong.of(limit.path("count").asLong()));
            }
        }
        int status = node.path("status").asInt();
        if (status == 200) {
            return new SocketNotice.Acknowledged(node.path("id").asText());
        }
        if (status == 418 || status == 429) {
            beSilent(node.path("error").path("data").path("retryAfter").asLong());
        }
        int code = node.path("error").path("code").asInt();
        if (code == BinanceErrors.CLOCK) {
            http.rest().forgetClock();
        }
        String words = node.path("error").path("msg").asText();
        return new SocketNotice.Refused(
                BinanceErrors.answered(
                        ExchangeId.BINANCE, OPERATION, status, code, words, Optional.empty()));
    }

    /**
     * Binance asked for silence.
     *
     * @param until epoch milliseconds; 0 where it named no time
     */
    private void beSilent(long until) {
        if (until > 0) {
            http.limits().silence().keepUntil(Instant.ofEpochMilli(until));
        } else {
            http.limits().silence().begin(Optional.empty());
        }
    }
}
