package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.AccountHub;
import dev.k2.sim.Fault;
import dev.k2.sim.Line;
import dev.k2.sim.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection that tells about an account, once somebody logged in on it. */
final class PrivateSocket {
    private static final short GOING_AWAY = 1001;
    private static final Set<String> TOPICS = Set.of("order", "execution", "position", "wallet");

    private final Line line;
    private final BybitFloor floor;
    private final BybitGate gate;
    private final AccountHub<News> hub;
    private final Disconnects disconnects;
    private final String connection;
    private final Set<String> topics = new LinkedHashSet<>();
    private @Nullable Listener listener;

    PrivateSocket(
            Line line,
            BybitFloor floor,
            BybitGate gate,
            AccountHub<News> hub,
            Disconnects disconnects,
            String connection) {
        this.line = line;
        this.floor = floor;
        this.gate = gate;
        this.hub = hub;
        this.disconnects = disconnects;
        this.connection = connection;
    }

    private record Listener(Account account, Set<String> topics, Line line)
            implements AccountHub.Ear<News> {
        @Override
        public boolean wants(News news) {
            return news.askedAs(topics) != null;
        }

        @Override
        public String worded(News news) {
            String name = news.askedAs(topics);
            return news.text(name == null ? news.topic() : name);
        }

        @Override
        public void send(String text) {
            line.send(text);
        }

        /** Each connection is somebody else, even when it listens to the same. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Listener listener && listener.line == line;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(line);
        }
    }

    void open(Runnable onClosed) {
        line.open(
                false,
                this::receive,
                () -> {
                    logout();
                    onClosed.run();
                },
                () -> {});
    }

    Line line() {
        return line;
    }

    /** Ends it when it is that account's, or anybody's when none is named. */
    void end(@Nullable Account account) {
        Listener own = listener;
        if (account == null || (own != null && own.account() == account)) {
            line.close(GOING_AWAY, "session expired");
        }
    }

    private void receive(String text) {
        JsonNode request = SocketWords.parsed(text);
        switch (request.path("op").asText()) {
            case "ping" -> ping(request);
            case "auth" -> login(request);
            case "subscribe" -> subscribe(request);
            case "unsubscribe" -> {
                SocketWords.args(request).forEach(this::forget);
                answer(request, true, "");
            }
            default -> answer(request, false, "error:invalid op");
        }
    }

    private void ping(JsonNode request) {
        boolean silent = floor.faults().stands(Fault.Kind.NO_PING, Target.of("socket")).isPresent();
        if (!silent) {
            line.send(SocketWords.pong(request, connection, floor.now()));
        }
    }

    private void login(JsonNode request) {
        try {
            Account account = SocketWords.login(gate, request, floor.now());
            logout();
            listener = new Listener(account, topics, line);
            hub.join(listener);
            answer(request, true, "");
        } catch (BybitRefusal refusal) {
            answer(request, false, refusal.words());
        }
    }

    private void subscribe(JsonNode request) {
        Listener own = listener;
        if (own == null) {
            answer(request, false, "Request not authorized");
            return;
        }
        List<String> wanted = SocketWords.args(request);
        for (String topic : wanted) {
            if (!known(topic)) {
                answer(request, false, "error:handler not found,topic:" + topic);
                return;
            }
        }
        if (mixed(wanted)) {
            answer(request, false, "all-in-one and categorised topics cannot be in one request");
            return;
        }
        for (String topic : wanted) {
            if (topics.add(topic) && isDisconnect(topic)) {
                disconnects.joined(own.account());
            }
        }
        answer(request, true, "");
    }

    private static boolean known(String topic) {
        String first = topic.split("\\.", -1)[0];
        return TOPICS.contains(first) || topic.equals("execution.fast") || isDisconnect(topic);
    }

    private static boolean isDisconnect(String topic) {
        return topic.equals("dcp.spot") || topic.equals("dcp.future");
    }

    private static boolean mixed(List<String> wanted) {
        return wanted.stream()
                .anyMatch(
                        topic ->
                                wanted.stream()
                                        .anyMatch(
                                                other ->
                                                        other.equals(topic + ".spot")
                                                                || other.equals(
                                                                        topic + ".linear")));
    }

    private void forget(String topic) {
        Listener own = listener;
        if (topics.remove(topic) && own != null && isDisconnect(topic)) {
            disconnects.left(own.account());
        }
    }

    private void logout() {
        Listener own = listener;
        if (own != null) {
            List.copyOf(topics).forEach(this::forget);
            hub.leave(own);
            listener = null;
        }
    }

    private void answer(JsonNode request, boolean success, String words) {
        line.send(SocketWords.answer(request, success, words, connection));
    }
}
