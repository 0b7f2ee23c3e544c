package dev.k2.sim.kalshi;

import dev.k2.sim.Account;
import dev.k2.sim.Floor;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.VenueFaults;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The exchange's inside as its calls see it: events and markets by ticker, orders by their ids, time, faults. */
final class KalshiFloor {
    private final Floor floor;
    private final VenueFaults faults;
    private final Board board;

    KalshiFloor(Floor floor, VenueFaults faults, Board board) {
        this.floor = floor;
        this.faults = faults;
        this.board = board;
    }

    Floor floor() {
        return floor;
    }

    MatchingEngine engine() {
        return floor.engine();
    }

    VenueFaults faults() {
        return faults;
    }

    Board board() {
        return board;
    }

    long micros() {
        return floor.engine().clock().micros();
    }

    long millis() {
        return micros() / 1000;
    }

    Collection<KalshiEvent> events() {
        return board.events();
    }

    Collection<KalshiMarket> markets() {
        return board.markets();
    }

    KalshiMarket market(@Nullable String ticker) {
        KalshiMarket market = ticker == null ? null : board.market(ticker);
        if (market == null || floor.engine().market(market.ticker()) == null) {
            throw KalshiRefusal.notFound("market");
        }
        return market;
    }

    KalshiEvent event(String ticker) {
        KalshiEvent event = board.event(ticker);
        if (event == null) {
            throw KalshiRefusal.notFound("event");
        }
        return event;
    }

    KalshiMarket of(Market market) {
        KalshiMarket found = board.market(market.listing().symbol());
        if (found == null) {
            throw new IllegalStateException("nobody knows " + market.listing().symbol());
        }
        return found;
    }

    static String orderId(Order order) {
        return Ids.order(order.listing().symbol(), order.id());
    }

    /** An account's order by its id, null when it has none of that id. */
    @Nullable Order order(Account account, String orderId) {
        UUID id;
        try {
            id = UUID.fromString(orderId);
        } catch (IllegalArgumentException e) {
            return null;
        }
        KalshiMarket market = board.marketOfOrder(id.getMostSignificantBits());
        return market == null
                ? null
                : engine().archive().byId(account, market.market(), Ids.number(id));
    }
}
