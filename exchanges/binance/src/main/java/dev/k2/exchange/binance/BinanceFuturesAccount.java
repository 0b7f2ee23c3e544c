package dev.k2.exchange.binance;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.FeeRates;
import dev.k2.exchange.Health;
import dev.k2.exchange.KeyPermissions;
import dev.k2.exchange.MarginControl;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.binance.BinanceParse.UnknownWord;
import dev.k2.exchange.net.OpenPart;
import dev.k2.exchange.net.UserLink;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One account at USD-M Futures. */
final class BinanceFuturesAccount implements Account, OpenPart {
    private final BinanceFuturesRest rest;
    private final BinanceMarket market;
    private final OrderEntry orders;
    private final MarginControl margin;
    private final Function<UserStreamListener, UserLink> opener;
    private final Optional<BinanceSocketApi> socket;
    private final Consumer<BinanceFuturesAccount> onClosed;
    private final Set<UserLink> streams = ConcurrentHashMap.newKeySet();

    BinanceFuturesAccount(
            BinanceFuturesRest rest,
            BinanceMarket market,
            OrderEntry orders,
            Function<UserStreamListener, UserLink> opener,
            Optional<BinanceSocketApi> socket,
            Consumer<BinanceFuturesAccount> onClosed) {
        this.rest = rest;
        this.market = market;
        this.orders = orders;
        this.margin = new BinanceFuturesMargin(rest);
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
        return rest.balances().answer(BinanceFuturesParse::balances);
    }

    @Override
    public Answer<List<Position>> positions() {
        return positions(rest, market);
    }

    @Override
    public Optional<MarginControl> margin() {
        return Optional.of(margin);
    }

    /** Whether money may leave by the key is told by another product of Binance only. */
    @Override
    public Answer<KeyPermissions> permissions() {
        return rest.accountConfig()
                .answer(
                        told ->
                                new KeyPermissions(
                                        true,
                                        told.canTrade(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()));
    }

    @Override
    public Answer<FeeRates> fees(Instrument instrument) {
        return rest.commission(instrument.symbol()).answer(BinanceFuturesParse::fees);
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
        socket.ifPresent(BinanceSocketApi::close);
        streams.forEach(UserStream::close);
        streams.clear();
        onClosed.accept(this);
    }

    /** Open positions. Their leverage is asked for only where there is a position. */
    static Answer<List<Position>> positions(BinanceFuturesRest rest, BinanceMarket market) {
        return rest.positions()
                .flatAnswer(
                        told -> {
                            List<BinanceFuturesWire.PositionRisk> open =
                                    told.stream()
                                            .filter(risk -> risk.positionAmt().signum() != 0)
                                            .toList();
                            boolean whole =
                                    open.stream()
                                            .allMatch(
                                                    risk ->
                                                            risk.leverage() != null
                                                                    && risk.marginType() != null);
                            return whole
                                    ? read(open, Map.of(), market)
                                    : rest.configs(Optional.empty())
                                            .flatAnswer(
                                                    configs ->
                                                            read(open, bySymbol(configs), market));
                        });
    }

    private static Map<String, BinanceFuturesWire.SymbolConfig> bySymbol(
            List<BinanceFuturesWire.SymbolConfig> configs) {
        Map<String, BinanceFuturesWire.SymbolConfig> bySymbol = new HashMap<>();
        configs.forEach(config -> bySymbol.put(config.symbol(), config));
        return bySymbol;
    }

    private static Answer<List<Position>> read(
            List<BinanceFuturesWire.PositionRisk> open,
            Map<String, BinanceFuturesWire.SymbolConfig> configs,
            BinanceMarket market) {
        List<Position> positions = new ArrayList<>();
        for (BinanceFuturesWire.PositionRisk risk : open) {
            Optional<Instrument> instrument = market.instrument(risk.symbol());
            if (instrument.isEmpty()) {
                continue;
            }
            try {
                positions.add(
                        BinanceFuturesParse.position(
                                instrument.get().id(), risk, configs.get(risk.symbol())));
            } catch (UnknownWord unknown) {
                return new Answer.Failed<>(
                        BinanceFuturesReports.unreadable(
                                "ask for positions", risk.symbol(), unknown));
            }
        }
        return new Answer.Ok<>(List.copyOf(positions));
    }
}
