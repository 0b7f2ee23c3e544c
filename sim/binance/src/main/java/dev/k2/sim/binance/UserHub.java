package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.AccountHub;
import dev.k2.sim.Market;
import dev.k2.sim.Scheduler;
import org.jspecify.annotations.Nullable;

/** Who listens to which account. */
final class UserHub {
    private final AccountHub<Event> hub;

    UserHub(BinanceFloor floor, Scheduler scheduler) {
        this.hub = new AccountHub<>(floor.faults(), scheduler);
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

    private record Event(ObjectNode millis, ObjectNode micros) {}

    private record Listener(Ear ear) implements AccountHub.Ear<Event> {
        @Override
        public Account account() {
            return ear.account();
        }

        @Override
        public String worded(Event event) {
            return ear.wrapped(ear.micros() ? event.micros() : event.millis());
        }

        @Override
        public void send(String text) {
            ear.send(text);
        }
    }

    void join(Ear ear) {
        hub.join(new Listener(ear));
    }

    void leave(Ear ear) {
        hub.leave(new Listener(ear));
    }

    boolean isHeard(Account account) {
        return hub.isHeard(account);
    }

    void publish(Account account, @Nullable Market market, Message message) {
        hub.publish(account, market, () -> new Event(message.event(false), message.event(true)));
    }

    /** Sends what was published. To be called when it is written down, so that nobody hears of what a crash could undo. */
    void flush() {
        hub.flush();
    }
}
