package dev.k2.exchange.okx;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.FeeRates;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.KeyPermissions;
import dev.k2.exchange.MarginControl;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.OpenPart;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One account of OKX: what is bought and contracts in one, told apart by their instruments. */
final class OkxAccount implements Account, OpenPart {
    private final OkxAccountRest rest;
    private final OkxMarket market;
    private final OrderEntry orders;
    private final OkxMargin margin;
    private final Function<UserStreamListener, OkxUserStream> opener;
    private final Optional<OkxSocketApi> socket;
    private final Consumer<OkxAccount> onClosed;
    private final Set<OkxUserStream> streams = ConcurrentHashMap.newKeySet();

    /** As it was last told; empty text before. */
    private volatile String mode = "";

    OkxAccount(
            OkxAccountRest rest,
            OkxMarket market,
            OrderEntry orders,
            OkxMargin margin,
            Function<UserStreamListener, OkxUserStream> opener,
            Optional<OkxSocketApi> socket,
            Consumer<OkxAccount> onClosed) {
        this.rest = rest;
        this.market = market;
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
        return rest.balance().answer(OkxOrderParse::balances);
    }

    @Override
    public Answer<List<Position>> positions() {
        return rest.positions()
                .flatAnswer(
                        rows -> {
                            List<Position> open = new ArrayList<>();
                            for (OkxUserWire.Position row : rows) {
                                Optional<Instrument> instrument = market.instrument(row.instId());
                                if (instrument.isEmpty()) {
                                    continue;
                                }
                                try {
                                    Position read =
                                            OkxOrderParse.position(instrument.get().id(), row);
                                    if (read.quantity().signum() > 0) {
                                        open.add(read);
                                    }
                                } catch (UnknownWord unknown) {
                                    return OkxMarket.unreadable("ask for positions", unknown);
                                }
                            }
                            return new Answer.Ok<>(List.copyOf(open));
                        });
    }

    @Override
    public Optional<MarginControl> margin() {
        return Optional.of(margin);
    }

    /** The same answer names the account's mode, which its health then tells. */
    @Override
    public Answer<KeyPermissions> permissions() {
        return rest.config()
                .answer(
                        told -> {
                            mode = OkxWords.accountMode(told.acctLv());
                            return OkxOrderParse.permissions(told);
                        });
    }

    @Override
    public Answer<FeeRates> fees(Instrument instrument) {
        return rest.fee(instrument)
                .about(instrument.id())
                .answer(wire -> OkxOrderParse.fees(instrument, wire));
    }

    @Override
    public UserStream stream(UserStreamListener listener) {
        OkxUserStream stream = opener.apply(listener);
        streams.add(stream);
        return stream;
    }

    @Override
    public List<Health> connections() {
        List<Health> parts = new ArrayList<>();
        if (!mode.isEmpty()) {
            parts.add(
                    new Health(
                            "okx account",
                            HealthStatus.HEALTHY,
                            Map.of("account_mode", mode),
                            List.of()));
        }
        streams.forEach(stream -> parts.add(stream.health()));
        socket.ifPresent(way -> parts.add(way.health()));
        return parts;
    }

    @Override
    public void close() {
        socket.ifPresent(OkxSocketApi::close);
        streams.forEach(UserStream::close);
        streams.clear();
        onClosed.accept(this);
    }
}
