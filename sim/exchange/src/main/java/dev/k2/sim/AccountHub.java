package dev.k2.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to which account, and the faults that strike on the way to them.
 *
 * @param <M> what happened, as the exchange tells it before it is worded for one listener
 */
public final class AccountHub<M> {
    private final VenueFaults faults;
    private final Scheduler scheduler;
    private final Map<Account, Set<Ear<M>>> ears = new HashMap<>();
    private final Map<Account, M> heldBack = new HashMap<>();
    private final List<Runnable> outbox = new ArrayList<>();

    public AccountHub(VenueFaults faults, Scheduler scheduler) {
        this.faults = faults;
        this.scheduler = scheduler;
    }

    /** Somebody who listens to one account. */
    public interface Ear<M> {
        Account account();

        /** True when he asked for messages like this. */
        default boolean wants(M message) {
            return true;
        }

        /** A message as this listener gets it. */
        String worded(M message);

        void send(String text);
    }

    public void join(Ear<M> ear) {
        ears.computeIfAbsent(ear.account(), a -> new LinkedHashSet<>()).add(ear);
    }

    public void leave(Ear<M> ear) {
        Set<Ear<M>> joined = ears.get(ear.account());
        if (joined != null) {
            joined.remove(ear);
        }
    }

    public boolean isHeard(Account account) {
        return !ears.getOrDefault(account, Set.of()).isEmpty();
    }

    /** Tells everybody who listens, at the next {@link #flush}. Faults know it as {@code stream:user}. */
    public void publish(Account account, @Nullable Market market, Supplier<M> message) {
        Set<Ear<M>> joined = ears.getOrDefault(account, Set.of());
        Target target = new Target("stream:user", account.name(), market);
        if (joined.isEmpty()) {
            return;
        }
        M now = message.get();
        if (joined.stream().noneMatch(ear -> ear.wants(now))
                || strikes(Fault.Kind.SILENCE, target)
                || strikes(Fault.Kind.SKIP_MESSAGE, target)) {
            return;
        }
        M held = heldBack.remove(account);
        if (strikes(Fault.Kind.REORDER_MESSAGE, target) && held == null) {
            heldBack.put(account, now);
            return;
        }
        boolean twice = strikes(Fault.Kind.DUPLICATE_MESSAGE, target);
        boolean malformed = strikes(Fault.Kind.MALFORMED_MESSAGE, target);
        Runnable sending =
                () -> List.copyOf(joined).forEach(ear -> send(ear, now, held, twice, malformed));
        Optional<Fault> delay = faults.strikes(Fault.Kind.DELAY, target);
        if (delay.isPresent()) {
            Duration wait = Duration.ofMillis(delay.get().number("delay_ms", 1000));
            Scheduler.Task _ = scheduler.after(wait, sending);
        } else {
            outbox.add(sending);
        }
    }

    /** Sends what was published. To be called when it is written down, so that nobody hears of what a crash could undo. */
    public void flush() {
        List<Runnable> told = List.copyOf(outbox);
        outbox.clear();
        told.forEach(Runnable::run);
    }

    private static <M> void send(
            Ear<M> ear, M now, @Nullable M held, boolean twice, boolean malformed) {
        if (ear.wants(now)) {
            String whole = ear.worded(now);
            ear.send(malformed ? whole.substring(0, whole.length() / 2) : whole);
            if (twice) {
                ear.send(whole);
            }
        }
        if (held != null && ear.wants(held)) {
            ear.send(ear.worded(held));
        }
    }

    private boolean strikes(Fault.Kind kind, Target target) {
        return faults.strikes(kind, target).isPresent();
    }
}
