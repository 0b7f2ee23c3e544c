package dev.k2.sim.bybit;

import dev.k2.sim.Account;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All tickets by their ids. It follows the engine, and reads what an earlier run left when it is made. */
final class TicketBook implements EngineListener {
    /** The word under which an order carries its id on the wire. */
    static final String ORDER_ID = "oid";

    /** The word under which it carries the id that its owner gave it. */
    static final String LINK_ID = "link";

    private static final int KEPT = 220_000;
    private static final int FORGOTTEN_AT_ONCE = 20_000;

    private final BybitFloor floor;
    private final Map<Account, LinkedHashMap<String, Ticket>> byAccount = new HashMap<>();
    private final Map<Link, Ticket> byLink = new HashMap<>();
    private final long startMicros;
    private long lastId;
    private int count;

    private record Link(Account account, Category category, String linkId) {}

    TicketBook(BybitFloor floor) {
        this.floor = floor;
        this.startMicros = floor.micros();
        for (Account account : floor.engine().accounts()) {
            floor.engine().algos().of(account).forEach(this::keep);
        }
        floor.engine().archive().all().forEach(this::keep);
    }

    /** True when it ended before this exchange was last started; the list of recent orders has lost it then. */
    boolean isOld(Ticket ticket) {
        return !ticket.open() && ticket.updatedMicros() < startMicros;
    }

    /** An id for a new order: a number on spot, a UUID elsewhere. Ids follow the time and never repeat. */
    String nextId(Category category) {
        lastId = Math.max(lastId + 1, floor.micros() * 1000);
        return category == Category.SPOT ? Long.toString(lastId) : uuid("order" + lastId);
    }

    static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Nullable Ticket byId(Account account, String orderId) {
        return byAccount.getOrDefault(account, new LinkedHashMap<>()).get(orderId);
    }

    /** The latest one that the account gave this id. */
    @Nullable Ticket byLink(Account account, Category category, String linkId) {
        return byLink.get(new Link(account, category, linkId));
    }

    /** An account's tickets of a category, newest first. */
    List<Ticket> of(Account account, Category category) {
        List<Ticket> own = new ArrayList<>();
        for (Ticket ticket : byAccount.getOrDefault(account, new LinkedHashMap<>()).values()) {
            if (ticket.category() == category) {
                own.add(ticket);
            }
        }
        return own.reversed();
    }

    Ticket of(Order order) {
        Ticket found = byId(order.account(), orderId(order));
        return found == null ? keep(order) : found;
    }

    Ticket of(AlgoOrder algo) {
        Ticket found = byId(algo.account(), orderId(algo));
        return found == null ? keep(algo) : found;
    }

    @Override
    public void on(EngineEvent event) {
        if (event instanceof EngineEvent.OrderAccepted accepted) {
            Ticket _ = keep(accepted.order());
        } else if (event instanceof EngineEvent.AlgoAccepted accepted) {
            Ticket _ = keep(accepted.algo());
        }
    }

    @Override
    public void commandDone(List<Market> touched) {}

    private Ticket keep(Order order) {
        Ticket ticket = ticket(orderId(order), order.account(), order.market());
        ticket.becomes(order);
        return linked(ticket);
    }

    private Ticket keep(AlgoOrder algo) {
        Ticket ticket = ticket(orderId(algo), algo.account(), algo.market());
        ticket.becomes(algo);
        return linked(ticket);
    }

    private Ticket ticket(String orderId, Account account, Market market) {
        if (count > KEPT) {
            forgetOldest();
        }
        return byAccount
                .computeIfAbsent(account, a -> new LinkedHashMap<>())
                .computeIfAbsent(
                        orderId,
                        id -> {
                            count++;
                            return new Ticket(id, account, market, floor.category(market));
                        });
    }

    private Ticket linked(Ticket ticket) {
        String linkId = ticket.word(LINK_ID);
        if (!linkId.isEmpty()) {
            byLink.put(new Link(ticket.account(), ticket.category(), linkId), ticket);
        }
        return ticket;
    }

    /** The exchange's own orders, which close positions, carry no id of the wire. */
    private static String orderId(Order order) {
        String given = order.request().words().get(ORDER_ID);
        return given == null ? uuid(order.listing().symbol() + order.id()) : given;
    }

    private static String orderId(AlgoOrder algo) {
        String given = algo.request().words().get(ORDER_ID);
        return given == null ? uuid("algo" + algo.id()) : given;
    }

    private void forgetOldest() {
        int left = FORGOTTEN_AT_ONCE;
        for (LinkedHashMap<String, Ticket> own : byAccount.values()) {
            for (Iterator<Ticket> all = own.values().iterator(); all.hasNext() && left > 0; ) {
                Ticket ticket = all.next();
                if (!ticket.open()) {
                    all.remove();
                    boolean _ =
                            byLink.remove(
                                    new Link(
                                            ticket.account(),
                                            ticket.category(),
                                            ticket.word(LINK_ID)),
                                    ticket);
                    count--;
                    left--;
                }
            }
        }
    }
}
