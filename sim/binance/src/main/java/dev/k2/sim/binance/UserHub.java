package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Market;
import dev.k2.sim.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who listens to which account, and the faults that strike on the way to them. */
final class UserHub {
    private final BinanceFloor floor;
    private final Scheduler scheduler;
    private final Map<Account, Set<Ear>> ears = new HashMap<>();
    private final Map<Account, ObjectNode[]> heldBack = new HashMap<>();
    private final List<Runnable> outbox = new ArrayList<>();

    UserHub(BinanceFloor floor, Scheduler scheduler) {
        this.floor = floor;
        this.scheduler = scheduler;
    }

    /** Somebody who listens to one account. */
    interface Ear {
        Account account();

        /** True when times shall be in microseconds. */
        boolean micros();

        void send(String text);

        /** An event as this listener gets it. */
        String wrapped(ObjectNode event);
    }

    /** Writes an event with its times in microseconds or milliseconds. */
    interface Message {
        ObjectNode event(boolean micros);
    }

    void join(Ear ear) {
        ears.computeIfAbsent(ear.account(), a -> new LinkedHashSet<>()).add(ear);
    }

    void leave(Ear ear) {
        Set<Ear> joined = ears.get(ear.account());
        if (joined != null) {
            joined.remove(ear);
        }
    }

    boolean isHeard(Account account) {
        return !ears.getOrDefault(account, Set.of()).isEmpty();
    }

    void publish(Account account, @Nullable Market market, Message message) {
        Set<Ear> joined = ears.getOrDefault(account, Set.of());
        if (joined.isEmpty()
                || strikes(Fault.Kind.SILENCE, account, market)
                || strikes(Fault.Kind.SKIP_MESSAGE, account, market)) {
            return;
        }
        ObjectNode[] both = {message.event(false), message.event(true)};
        ObjectNode[] held = heldBack.remove(account);
        if (strikes(Fault.Kind.REORDER_MESSAGE, account, market) && held == null) {
            heldBack.put(account, both);
            return;
        }
        boolean twice = strikes(Fault.Kind.DUPLICATE_MESSAGE, account, market);
        boolean malformed = strikes(Fault.Kind.MALFORMED_MESSAGE, account, market);
        Runnable sending =
                () -> List.copyOf(joined).forEach(ear -> send(ear, both, held, twice, malformed));
        Optional<Fault> delay = floor.strikes(Fault.Kind.DELAY, target(account, market));
        if (delay.isPresent()) {
            Duration wait = Duration.ofMillis(delay.get().number("delay_ms", 1000));
            Scheduler.Task _ = scheduler.after(wait, sending);
        } else {
            outbox.add(sending);
        }
    }

    /** Sends what was published. To be called when it is written down, so that nobody hears of what a crash could undo. */
    void flush() {
        List<Runnable> told = List.copyOf(outbox);
        outbox.clear();
        told.forEach(Runnable::run);
    }

    private static void send(
            Ear ear,
            ObjectNode[] both,
            ObjectNode @Nullable [] held,
            boolean twice,
            boolean malformed) {
        int unit = ear.micros() ? 1 : 0;
        String whole = ear.wrapped(both[unit]);
        ear.send(malformed ? whole.substring(0, whole.length() / 2) : whole);
        if (twice) {
            ear.send(whole);
        }
        if (held != null) {
            ear.send(ear.wrapped(held[unit]));
        }
    }

    private boolean strikes(Fault.Kind kind, Account account, @Nullable Market market) {
        return floor.strikes(kind, target(account, market)).isPresent();
    }

    private static Target target(Account account, @Nullable Market market) {
        return new Target("stream:user", account.name(), market);
    }
}
