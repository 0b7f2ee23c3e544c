package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Market;
import dev.k2.sim.Scheduler;
import dev.k2.sim.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to what, and the faults that strike on the way to them. A message that is lost was counted before, so that
 * who listens can see that one is missing.
 */
final class Channels {
    private final KalshiFloor floor;
    private final Scheduler scheduler;
    private final Set<KalshiSocket> sockets = new LinkedHashSet<>();

    /** News of accounts are late across channels, of markets within their numbers. */
    private final Map<KalshiSocket, String> lateNews = new HashMap<>();

    Channels(KalshiFloor floor, Scheduler scheduler) {
        this.floor = floor;
        this.scheduler = scheduler;
    }

    /**
     * Something to tell.
     *
     * @param kind faults know it as {@code stream:kind}
     * @param market null for what is about none
     * @param account null for what everybody may hear
     * @param words as it is told to one who listens; null when not to him
     */
    record News(
            Channel channel,
            String kind,
            String type,
            @Nullable Market market,
            @Nullable Account account,
            Function<Listener, @Nullable ObjectNode> words) {}

    /** Somebody who listens. */
    record Listener(KalshiSocket socket, Subscription subscription) {}

    void join(KalshiSocket socket) {
        sockets.add(socket);
    }

    void leave(KalshiSocket socket) {
        sockets.remove(socket);
        lateNews.remove(socket);
    }

    Set<KalshiSocket> sockets() {
        return sockets;
    }

    void publish(News news) {
        Account account = news.account();
        String ticker = news.market() == null ? "" : news.market().listing().symbol();
        boolean heard = false;
        for (KalshiSocket socket : sockets) {
            heard = heard || subscription(socket, news, ticker) != null;
        }
        if (!heard) {
            return;
        }
        Target target =
                new Target(
                        "stream:" + news.kind(),
                        account == null ? "" : account.name(),
                        news.market());
        boolean lost =
                strikes(Fault.Kind.SILENCE, target) || strikes(Fault.Kind.SKIP_MESSAGE, target);
        boolean late = strikes(Fault.Kind.REORDER_MESSAGE, target);
        boolean twice = strikes(Fault.Kind.DUPLICATE_MESSAGE, target);
        boolean malformed = strikes(Fault.Kind.MALFORMED_MESSAGE, target);
        Optional<Fault> delay = floor.faults().strikes(Fault.Kind.DELAY, target);
        for (KalshiSocket socket : sockets) {
            Subscription subscription = subscription(socket, news, ticker);
            ObjectNode msg =
                    subscription == null
                            ? null
                            : news.words().apply(new Listener(socket, subscription));
            if (subscription == null || msg == null) {
                continue;
            }
            String text = subscription.message(news.type(), msg).toString();
            if (lost) {
                continue;
            }
            String said = malformed ? text.substring(0, text.length() / 2) : text;
            if (delay.isPresent()) {
                Scheduler.Task _ =
                        scheduler.after(
                                Duration.ofMillis(delay.get().number("delay_ms", 1000)),
                                () -> socket.send(said));
                continue;
            }
            String held = account == null ? subscription.takeHeldBack() : lateNews.remove(socket);
            if (late && held == null) {
                if (account == null) {
                    subscription.holdBack(said);
                } else {
                    lateNews.put(socket, said);
                }
                continue;
            }
            socket.send(said);
            if (twice) {
                socket.send(said);
            }
            if (held != null) {
                socket.send(held);
            }
        }
    }

    private static @Nullable Subscription subscription(
            KalshiSocket socket, News news, String ticker) {
        if (news.account() != null && news.account() != socket.account()) {
            return null;
        }
        Subscription subscription = socket.subscription(news.channel());
        return subscription != null && subscription.wants(ticker) ? subscription : null;
    }

    private boolean strikes(Fault.Kind kind, Target target) {
        return floor.faults().strikes(kind, target).isPresent();
    }
}
