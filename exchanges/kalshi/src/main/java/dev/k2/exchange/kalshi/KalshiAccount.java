package dev.k2.exchange.kalshi;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.FeeRates;
import dev.k2.exchange.Health;
import dev.k2.exchange.KeyPermissions;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.OpenPart;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.UserLink;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import dev.k2.model.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One account at Kalshi, with dollars and contracts for YES and NO. */
final class KalshiAccount implements Account, OpenPart {
    private final KalshiAccountState state;
    private final KalshiAccountRest rest;
    private final KalshiMarket market;
    private final OrderEntry orders;
    private final KalshiSpares spares;
    private final Function<UserStreamListener, UserLink> opener;
    private final Consumer<KalshiAccount> onClosed;
    private final Set<UserLink> streams = ConcurrentHashMap.newKeySet();

    KalshiAccount(
            KalshiAccountState state,
            KalshiAccountRest rest,
            KalshiMarket market,
            OrderEntry orders,
            KalshiSpares spares,
            Function<UserStreamListener, UserLink> opener,
            Consumer<KalshiAccount> onClosed) {
        this.state = state;
        this.rest = rest;
        this.market = market;
        this.orders = orders;
        this.spares = spares;
        this.opener = opener;
        this.onClosed = onClosed;
    }

    @Override
    public OrderEntry orders() {
        return orders;
    }

    @Override
    public Answer<List<Balance>> balances() {
        return state.balances();
    }

    @Override
    public Answer<List<Position>> positions() {
        return state.positions();
    }

    @Override
    public Answer<List<Settlement>> settlements(Instant from) {
        return state.settlements(from);
    }

    /** A key reads its own scopes from the list of all keys. */
    @Override
    public Answer<KeyPermissions> permissions() {
        return rest.keys()
                .flatAnswer(
                        told ->
                                told.keys().stream()
                                        .filter(key -> key.id().equals(rest.signer().keyId()))
                                        .findFirst()
                                        .<Answer<KeyPermissions>>map(
                                                key ->
                                                        new Answer.Ok<>(
                                                                KalshiOrderParse.permissions(
                                                                        key,
                                                                        told.expiresSeconds())))
                                        .orElseGet(
                                                () ->
                                                        new Answer.Failed<>(
                                                                KalshiErrors.ALL.unreadable(
                                                                        "ask for the key's"
                                                                                + " permissions",
                                                                        "the key is not among the"
                                                                                + " keys of its"
                                                                                + " account"))));
    }

    /** The share at the last price: Kalshi charges the less, the surer an outcome is. */
    @Override
    public Answer<FeeRates> fees(Instrument instrument) {
        KalshiMarketRest publicRest = market.rest();
        return switch (publicRest
                .market("ask for fees", instrument.symbol())
                .about(instrument.id())) {
            case Reply.Failed<KalshiRestWire.Market> failed -> new Answer.Failed<>(failed.error());
            case Reply.Ok<KalshiRestWire.Market>(KalshiRestWire.Market wire) ->
                    switch (publicRest.event(wire.eventTicker())) {
                        case Reply.Failed<KalshiRestWire.OneEvent> failed ->
                                new Answer.Failed<>(failed.error());
                        case Reply.Ok<KalshiRestWire.OneEvent>(KalshiRestWire.OneEvent told) ->
                                fees(wire, told.event());
                    };
        };
    }

    private Answer<FeeRates> fees(KalshiRestWire.Market wire, KalshiRestWire.Event event) {
        return market.rest()
                .series(event.seriesTicker())
                .flatAnswer(
                        series -> {
                            String type =
                                    Optional.ofNullable(event.feeTypeOverride())
                                            .orElse(series.feeType());
                            return KalshiFees.of(
                                            type,
                                            Optional.ofNullable(event.feeMultiplierOverride())
                                                    .orElse(series.feeMultiplier()))
                                    .<Answer<FeeRates>>map(
                                            fees ->
                                                    new Answer.Ok<>(
                                                            fees.at(
                                                                    KalshiAccountState.price(
                                                                            wire))))
                                    .orElseGet(() -> new Answer.Failed<>(notTold(type)));
                        });
    }

    private static ExchangeError notTold(String type) {
        return KalshiErrors.ALL.local(
                "ask for fees",
                ErrorCategory.EXCHANGE_ERROR,
                "Kalshi tells no figures for fees of type " + type);
    }

    @Override
    public UserStream stream(UserStreamListener listener) {
        streams.removeIf(UserLink::isClosed);
        UserLink stream = opener.apply(listener);
        streams.add(stream);
        return stream;
    }

    @Override
    public List<Health> connections() {
        streams.removeIf(UserLink::isClosed);
        return streams.stream().map(UserLink::health).toList();
    }

    @Override
    public void close() {
        streams.forEach(UserStream::close);
        streams.clear();
        spares.close();
        onClosed.accept(this);
    }
}
