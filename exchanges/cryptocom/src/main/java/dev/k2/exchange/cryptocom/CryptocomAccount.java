package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.FeeRates;
import dev.k2.exchange.Health;
import dev.k2.exchange.MarginControl;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.OpenPart;
import dev.k2.exchange.net.UserLink;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One account at Crypto.com Exchange; the app's wallet is another one, which is not seen here. */
final class CryptocomAccount implements Account, OpenPart {
    private final CryptocomAccountRest rest;
    private final CryptocomMarket market;
    private final OrderEntry orders;
    private final MarginControl margin;
    private final Function<UserStreamListener, UserLink> opener;
    private final Optional<CryptocomSocketApi> socket;
    private final Consumer<CryptocomAccount> onClosed;
    private final Set<UserLink> streams = ConcurrentHashMap.newKeySet();

    CryptocomAccount(
            CryptocomAccountRest rest,
            CryptocomMarket market,
            OrderEntry orders,
            Function<UserStreamListener, UserLink> opener,
            Optional<CryptocomSocketApi> socket,
            Consumer<CryptocomAccount> onClosed) {
        this.rest = rest;
        this.market = market;
        this.orders = orders;
        this.margin = new CryptocomMargin(rest);
        this.opener = opener;
        this.socket = socket;
        this.onClosed = onClosed;
    }

    @Override
    public OrderEntry orders() {
        return orders;
    }

    @Override
    public Answer<List<Balance>> balances() {
        return CryptocomUserEvents.balances(rest);
    }

    @Override
    public Answer<List<Position>> positions() {
        return CryptocomUserEvents.positions(rest, market)
                .map(
                        all ->
                                all.stream()
                                        .filter(position -> position.quantity().signum() != 0)
                                        .toList());
    }

    @Override
    public Optional<MarginControl> margin() {
        return Optional.of(margin);
    }

    @Override
    public Answer<FeeRates> fees(Instrument instrument) {
        return rest.fees(instrument.symbol()).about(instrument.id()).answer(CryptocomParse::fees);
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
        List<Health> parts = new ArrayList<>();
        streams.removeIf(UserLink::isClosed);
        streams.forEach(stream -> parts.add(stream.health()));
        socket.ifPresent(way -> parts.add(way.health()));
        return parts;
    }

    @Override
    public void close() {
        socket.ifPresent(CryptocomSocketApi::close);
        streams.forEach(UserStream::close);
        streams.clear();
        onClosed.accept(this);
    }
}
