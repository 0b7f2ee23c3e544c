package dev.k2.exchange.binance;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One Binance account. */
final class BinanceAccount implements Account, OpenPart {
    private static final String PERMISSIONS = "ask for the key's permissions";

    private final BinanceAccountCalls calls;
    private final boolean tellsRestrictions;
    private final OrderEntry orders;
    private final Function<UserStreamListener, UserLink> opener;
    private final Optional<BinanceSocketApi> socket;
    private final Consumer<BinanceAccount> onClosed;
    private final Set<UserLink> streams = ConcurrentHashMap.newKeySet();

    BinanceAccount(
            BinanceAccountCalls calls,
            boolean tellsRestrictions,
            OrderEntry orders,
            Function<UserStreamListener, UserLink> opener,
            Optional<BinanceSocketApi> socket,
            Consumer<BinanceAccount> onClosed) {
        this.calls = calls;
        this.tellsRestrictions = tellsRestrictions;
        this.orders = orders;
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
        return calls.account("ask for balances").answer(BinanceOrderParse::balances);
    }

    @Override
    public Answer<FeeRates> fees(Instrument instrument) {
        return calls.commission(instrument).answer(BinanceOrderParse::fees);
    }

    /** The account says whether it may trade; of the key itself only the live Binance tells. */
    @Override
    public Answer<KeyPermissions> permissions() {
        return switch (calls.account(PERMISSIONS)) {
            case Reply.Failed<BinanceOrderWire.AccountState> failed ->
                    new Answer.Failed<>(failed.error());
            case Reply.Ok<BinanceOrderWire.AccountState>(BinanceOrderWire.AccountState state) ->
                    tellsRestrictions
                            ? calls.restrictions(PERMISSIONS)
                                    .answer(
                                            wire ->
                                                    BinanceOrderParse.permissions(
                                                            wire, state.canTrade()))
                            : new Answer.Ok<>(BinanceOrderParse.permissions(state));
        };
    }

    @Override
    public UserStream stream(UserStreamListener listener) {
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
        socket.ifPresent(BinanceSocketApi::close);
        streams.forEach(UserStream::close);
        streams.clear();
        onClosed.accept(this);
    }
}
