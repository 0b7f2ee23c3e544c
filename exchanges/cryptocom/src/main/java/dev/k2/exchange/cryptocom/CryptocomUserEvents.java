package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Balance;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to an account, read whole before any of it is told. */
final class CryptocomUserEvents {
    private static final Logger LOG = LoggerFactory.getLogger(CryptocomUserEvents.class);

    private final CryptocomMarket market;
    private final UserStreamListener listener;

    CryptocomUserEvents(CryptocomMarket market, UserStreamListener listener) {
        this.market = market;
        this.listener = listener;
    }

    static Answer<List<Balance>> balances(CryptocomAccountRest rest) {
        return CryptocomReading.answer(
                        "ask for balances",
                        rest.wallet(),
                        node ->
                                Optional.of(
                                        CryptocomParse.balances(
                                                CryptocomReading.wire(
                                                        node, CryptocomAccountWire.Wallet.class),
                                                false)))
                .map(wallets -> wallets.stream().flatMap(List::stream).toList());
    }

    static Answer<List<Position>> positions(CryptocomAccountRest rest, CryptocomMarket market) {
        return CryptocomReading.answer(
                "ask for positions", rest.positions(), node -> position(market, node));
    }

    /**
     * Tells what stands in a message of a channel.
     *
     * @param channel without the name of an instrument
     */
    void tell(String channel, JsonNode data) throws JsonProcessingException, UnknownWord {
        switch (channel) {
            case "user.order", "user.advance.order", "user.advanced.order", "user.advance_order" ->
                    orders(data);
            case "user.trade" -> fills(data);
            case "user.balance" -> balances(data);
            case "user.positions" -> positions(data);
            default -> LOG.warn("cryptocom user stream: channel {} was skipped", channel);
        }
    }

    private void orders(JsonNode data) throws JsonProcessingException, UnknownWord {
        List<OrderReport> reports = new ArrayList<>();
        for (JsonNode node : data) {
            var wire = CryptocomReading.wire(node, CryptocomAccountWire.Order.class);
            Optional<Instrument> instrument = market.instrument(wire.instrumentName());
            if (instrument.isPresent()) {
                reports.add(CryptocomOrderParse.order(instrument.get().id(), wire));
            }
        }
        reports.forEach(listener::onOrder);
    }

    private void fills(JsonNode data) throws JsonProcessingException, UnknownWord {
        List<Fill> fills = new ArrayList<>();
        for (JsonNode node : data) {
            var wire = CryptocomReading.wire(node, CryptocomAccountWire.Trade.class);
            Optional<Instrument> instrument = market.instrument(wire.instrumentName());
            if (instrument.isPresent()) {
                fills.add(CryptocomOrderParse.fill(instrument.get().id(), wire));
            }
        }
        fills.forEach(listener::onFill);
    }

    private void balances(JsonNode data) throws JsonProcessingException {
        List<Balance> balances = new ArrayList<>();
        for (JsonNode node : data) {
            balances.addAll(
                    CryptocomParse.balances(
                            CryptocomReading.wire(node, CryptocomAccountWire.Wallet.class), true));
        }
        if (!balances.isEmpty()) {
            listener.onBalances(List.copyOf(balances));
        }
    }

    private void positions(JsonNode data) throws JsonProcessingException {
        List<Position> positions = new ArrayList<>();
        for (JsonNode node : data) {
            position(market, node).ifPresent(positions::add);
        }
        if (!positions.isEmpty()) {
            listener.onPositions(List.copyOf(positions));
        }
    }

    /** Empty for what K2 does not trade, such as contracts with an end. */
    private static Optional<Position> position(CryptocomMarket market, JsonNode node)
            throws JsonProcessingException {
        var wire = CryptocomReading.wire(node, CryptocomAccountWire.Position.class);
        return market.instrument(wire.instrumentName())
                .map(instrument -> CryptocomParse.position(instrument.id(), wire));
    }
}
