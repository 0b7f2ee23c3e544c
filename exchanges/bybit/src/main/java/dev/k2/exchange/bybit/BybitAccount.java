package dev.k2.exchange.bybit;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.FeeRates;
import dev.k2.exchange.Health;
import dev.k2.exchange.KeyPermissions;
import dev.k2.exchange.MarginControl;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.OpenPart;
import dev.k2.exchange.net.UserLink;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One unified account at Bybit. */
public final class BybitAccount implements Account, OpenPart {
    private final BybitAccountRest rest;
    private final BybitAccountState state;
    private final OrderEntry orders;
    private final MarginControl margin;
    private final Function<UserStreamListener, UserLink> opener;
    private final Optional<BybitOrderSocket> socket;
    private final Consumer<BybitAccount> onClosed;
    private final Set<UserLink> streams = ConcurrentHashMap.newKeySet();

    BybitAccount(
            BybitAccountRest rest,
            BybitAccountState state,
            OrderEntry orders,
            MarginControl margin,
            Function<UserStreamListener, UserLink> opener,
            Optional<BybitOrderSocket> socket,
            Consumer<BybitAccount> onClosed) {
        this.rest = rest;
        this.state = state;
        this.orders = orders;
        this.margin = margin;
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
        return state.balances();
    }

    @Override
    public Answer<List<Position>> positions() {
        return state.positions();
    }

    @Override
    public Optional<MarginControl> margin() {
        return Optional.of(margin);
    }

    @Override
    public Answer<KeyPermissions> permissions() {
        return rest.key().answer(BybitParse::permissions);
    }

    /** How the account is set up, such as {@code unified}, with its margin mode. */
    public Answer<String> mode() {
        return rest.account()
                .answer(
                        facts ->
                                BybitParse.accountMode(facts.unifiedMarginStatus())
                                        + ", "
                                        + facts.marginMode());
    }

    /**
     * Has Bybit cancel every order of one kind of instrument by itself once no private connection
     * of the account has been open for a while. It stays so until it is asked otherwise.
     *
     * @param wait 3 s to 300 s
     */
    public Answer<Duration> cancelAllOnCut(InstrumentKind kind, Duration wait) {
        String product = kind == InstrumentKind.SPOT ? "SPOT" : "DERIVATIVES";
        return rest.cancelAllOnCut(product, wait.toSeconds())
                .answer(done -> Duration.ofSeconds(wait.toSeconds()));
    }

    @Override
    public Answer<FeeRates> fees(Instrument instrument) {
        return rest.fees(BybitCategory.of(instrument), instrument.symbol())
                .about(instrument.id())
                .flatAnswer(page -> BybitReading.first("ask for fees", page, BybitParse::fees));
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
        socket.ifPresent(BybitOrderSocket::close);
        streams.forEach(UserStream::close);
        streams.clear();
        onClosed.accept(this);
    }
}
