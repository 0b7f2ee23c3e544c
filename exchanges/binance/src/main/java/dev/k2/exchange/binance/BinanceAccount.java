package dev.k2.exchange.binance;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.FeeRates;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One Binance account. */
final class BinanceAccount implements Account {
    private final BinanceRest rest;
    private final BinanceSigner signer;
    private final OrderEntry orders;
    private final Function<UserStreamListener, UserStream> opener;
    private final Consumer<BinanceAccount> onClosed;
    private final Set<UserStream> streams = ConcurrentHashMap.newKeySet();

    BinanceAccount(
            BinanceRest rest,
            BinanceSigner signer,
            OrderEntry orders,
            Function<UserStreamListener, UserStream> opener,
            Consumer<BinanceAccount> onClosed) {
        this.onClosed = onClosed;
        this.rest = rest;
        this.signer = signer;
        this.orders = orders;
        this.opener = opener;
    }

    @Override
    public OrderEntry orders() {
        return orders;
    }

    @Override
    public Answer<List<Balance>> balances() {
        return rest.account(signer).answer(BinanceParse::balances);
    }

    @Override
    public Answer<FeeRates> fees(Instrument instrument) {
        return rest.commission(signer, instrument.symbol()).answer(BinanceParse::fees);
    }

    @Override
    public UserStream stream(UserStreamListener listener) {
        UserStream stream = opener.apply(listener);
        streams.add(stream);
        return stream;
    }

    @Override
    public void close() {
        streams.forEach(UserStream::close);
        streams.clear();
        onClosed.accept(this);
    }
}
