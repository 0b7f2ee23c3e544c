package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.bybit.BybitParse.UnknownWord;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.SocketNotice;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.exchange.net.UserLink;
import dev.k2.exchange.net.UserProtocol;
import dev.k2.exchange.net.UserStep;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.MarginMode;
import dev.k2.model.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's own stream: logs in, subscribes, and tells orders, fills, balances and positions.
 * Bybit tells only what changes from then on, so balances and positions are asked for each time
 * that it begins.
 */
final class BybitUserStream implements UserProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(BybitUserStream.class);
    private static final String NAME = "bybit user stream";
    private static final String OPERATION = "open the user stream";
    private static final String ID = "req_id";
    private static final String SUBSCRIBE = "subscribe";
    private static final List<String> TOPICS = List.of("order", "execution", "wallet", "position");

    private final BybitConfig config;
    private final BybitHttp http;
    private final BybitSigner signer;
    private final BybitMarket market;
    private final BybitAccountState account;
    private final UserStreamListener listener;

    private BybitUserStream(
            BybitConfig config,
            BybitHttp http,
            BybitSigner signer,
            BybitMarket market,
            BybitAccountState account,
            UserStreamListener listener) {
        this.config = config;
        this.http = http;
        this.signer = signer;
        this.market = market;
        this.account = account;
        this.listener = listener;
    }

    static UserLink open(
            BybitConfig config,
            Net net,
            BybitHttp http,
            BybitSigner signer,
            BybitMarket market,
            BybitAccountState account,
            UserStreamListener listener) {
        return UserLink.open(
                NAME,
                BybitErrors.ALL,
                net,
                listener,
                news -> new BybitUserStream(config, http, signer, market, account, news));
    }

    @Override
    public Answer<SocketSettings> socket() {
        return new Answer.Ok<>(config.privateStreamSettings());
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
        return List.of(
                new UserStep(
                        BybitLogin.request(signer, http.rest().exchangeMillis(), ID),
                        Set.of(BybitLogin.AUTH)),
                new UserStep(BybitLogin.request(ID, SUBSCRIBE, TOPICS), Set.of(SUBSCRIBE)));
    }

    @Override
    public SocketNotice read(byte[] message) throws IOException {
        JsonNode node = Json.lenient().readTree(message);
        switch (node.path("op").asText()) {
            case BybitLogin.AUTH -> {
                return loggedIn(node);
            }
            case SUBSCRIBE -> {
                return node.path("success").asBoolean()
                        ? new SocketNotice.Acknowledged(SUBSCRIBE)
                        : new SocketNotice.Cut(
                                "the streams were refused: " + node.path("ret_msg").asText());
            }
            case "ping", "pong" -> {}
            default -> {
                try {
                    tell(node);
                } catch (UnknownWord unknown) {
                    return new SocketNotice.Cut(
                            "a message is not as expected: " + unknown.getMessage());
                }
            }
        }
        return new SocketNotice.Nothing();
    }

    @Override
    public SocketNotice merge() {
        if (account.balances() instanceof Answer.Ok<List<Balance>>(List<Balance> balances)) {
            listener.onBalances(balances);
        }
        if (account.positions() instanceof Answer.Ok<List<Position>>(List<Position> positions)) {
            listener.onPositions(positions);
        }
        return new SocketNotice.Nothing();
    }

    /** A ban of the address is a ban of sockets too. */
    @Override
    public Optional<Instant> notBefore() {
        return http.rest().silentUntil();
    }

    /** A login is good for some seconds, so one that fails may be the clock's fault. */
    private SocketNotice loggedIn(JsonNode node) {
        SocketNotice notice = BybitLogin.notice(node);
        if (notice instanceof SocketNotice.Refused) {
            http.rest().forgetClock();
        }
        return notice;
    }

    private void tell(JsonNode node) throws JsonProcessingException, UnknownWord {
        String topic = node.path("topic").asText();
        JsonNode data = node.path("data");
        switch (topic) {
            case "order" -> orders(data);
            case "execution" -> fills(data);
            case "wallet" -> balances(data);
            case "position" -> positions(data);
            default -> LOG.warn("bybit user stream: topic {} was skipped", topic);
        }
    }

    private void orders(JsonNode data) throws JsonProcessingException, UnknownWord {
        for (JsonNode node : data) {
            var wire = BybitReading.wire(node, BybitAccountWire.Order.class);
            Optional<Instrument> instrument = instrument(wire.category(), wire.symbol());
            if (instrument.isPresent()) {
                listener.onOrder(BybitParse.order(instrument.get(), wire));
            }
        }
    }

    private void fills(JsonNode data) throws JsonProcessingException, UnknownWord {
        for (JsonNode node : data) {
            var wire = BybitReading.wire(node, BybitAccountWire.Execution.class);
            Optional<Instrument> instrument = instrument(wire.category(), wire.symbol());
            if (instrument.isPresent()) {
                BybitParse.fill(instrument.get(), wire).ifPresent(listener::onFill);
            }
        }
    }

    private void balances(JsonNode data) throws JsonProcessingException {
        for (JsonNode node : data) {
            var wire = BybitReading.wire(node, BybitAccountWire.Wallet.class);
            listener.onBalances(BybitParse.balances(wire, true));
        }
    }

    private void positions(JsonNode data) throws JsonProcessingException, UnknownWord {
        MarginMode mode = account.marginModeKnown();
        List<Position> changed = new ArrayList<>();
        for (JsonNode node : data) {
            var wire = BybitReading.wire(node, BybitAccountWire.Position.class);
            Optional<Instrument> instrument = instrument(wire.category(), wire.symbol());
            if (instrument.isPresent()) {
                changed.add(BybitParse.position(instrument.get().id(), wire, mode));
            }
        }
        if (!changed.isEmpty()) {
            listener.onPositions(List.copyOf(changed));
        }
    }

    /** Empty for what K2 does not trade, such as options and inverse contracts. */
    private Optional<Instrument> instrument(@Nullable String category, String symbol)
            throws UnknownWord {
        if (category == null) {
            throw new UnknownWord("category", "of " + symbol);
        }
        return BybitCategory.parse(category).flatMap(found -> market.instrument(found, symbol));
    }
}
