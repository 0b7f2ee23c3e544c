package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.Balance;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.Side;
import dev.k2.model.TradeId;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account's stream of a made-up exchange whose messages are words. */
class UserLinkTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ExchangeErrors ERRORS = new ExchangeErrors(ExchangeId.BINANCE, "Venue");
    private static final SocketNotice NOTHING = new SocketNotice.Nothing();

    private final Net net = Net.open(InstantSource.system());
    private final ScriptedSocketServer server = new ScriptedSocketServer();
    private final Heard heard = new Heard();
    private final AtomicReference<UserLink> link = new AtomicReference<>();

    // What the exchange's side does at each chance, in this order; nothing where none is left.
    private final Queue<Supplier<SocketNotice>> merges = new ConcurrentLinkedQueue<>();
    private final Queue<SocketNotice> afterCuts = new ConcurrentLinkedQueue<>();
    private final Queue<ExchangeError> noAddress = new ConcurrentLinkedQueue<>();
    private final Queue<SocketNotice> looks = new ConcurrentLinkedQueue<>();
    private final CountDownLatch hold = new CountDownLatch(1);
    private volatile UserStreamListener news = heard;

    @AfterEach
    void close() {
        hold.countDown();
        UserLink opened = link.get();
        if (opened != null) {
            opened.close();
        }
        net.close();
        server.close();
    }

    @Test
    void takesOneStepAfterTheOtherAndIsLiveWhenAllIsAcknowledged() throws Exception {
        open();
        Connection only = server.next();
        Eventually.holds("it logs in", () -> only.heard().equals(List.of("login")));
        only.send("ok other");
        only.send("ok in");
        Eventually.holds("it subscribes", () -> only.heard().equals(List.of("login", "sub a,b")));
        only.send("ok b");
        only.send("ok b");
        only.send("ping");
        Eventually.holds("all is read", () -> heard.pings() == 1);
        ConnectionState early = state();

        only.send("ok a");
        awaitLive(1);

        assertThat(early).isEqualTo(ConnectionState.CONNECTING);
        assertThat(heard.all).containsExactly("ping", "live");
        assertThat(state()).isEqualTo(ConnectionState.LIVE);
        assertThat(link.get().health().status()).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void holdsNewsBackUntilTheMergeAndTellsItInOrder() throws Exception {
        merges.add(
                () -> {
                    news.onBalances(balance("9"));
                    return NOTHING;
                });
        open();
        Connection only = server.next();
        only.send("ok in");
        only.send("fill 1");
        only.send("ok a");
        only.send("balance 5");
        only.send("ok b");
        only.send("fill 2");

        Eventually.holds("the last is told", () -> heard.all.contains("fill 2"));
        assertThat(heard.all).containsExactly("balance 9", "live", "fill 1", "balance 5", "fill 2");
    }

    @Test
    void isConnectingUntilItIsMerged() throws Exception {
        var merging = new CountDownLatch(1);
        merges.add(
                () -> {
                    merging.countDown();
                    return held();
                });
        open();
        answer();
        assertThat(merging.await(15, TimeUnit.SECONDS)).isTrue();

        ConnectionState meanwhile = state();
        hold.countDown();
        awaitLive(1);

        assertThat(meanwhile).isEqualTo(ConnectionState.CONNECTING);
        assertThat(heard.statesWhenLive).containsExactly(ConnectionState.LIVE);
    }

    @Test
    void comesBackAfterAMergeThatFailsAndForgetsWhatItHeld() throws Exception {
        merges.add(() -> new SocketNotice.Cut("no balances"));
        open();
        Connection first = server.next();
        first.send("ok in");
        first.send("fill 1");
        first.send("ok a");
        first.send("ok b");

        answer();
        awaitLive(1);

        assertThat(heard.all).containsExactly("cut no balances", "live");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void comesBackAfterAMergeThatThrows() throws Exception {
        merges.add(
                () -> {
                    throw new IllegalStateException("thrown by the test");
                });
        open();
        answer();

        answer();
        awaitLive(1);

        assertThat(heard.kinds()).containsExactly("cut", "live");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTHENTICATION", "PERMISSION"})
    void stopsWhereItsCredentialsAreRefused(String category) throws Exception {
        open();
        Connection only = server.next();
        only.send("refuse " + category);
        only.send("refuse " + category);
        Eventually.holds("it is told", () -> heard.all.contains("refused no"));
        Eventually.holds("it hangs up", only::isClosed);
        UserLink refused = link.get();

        open();
        answer();
        awaitLive(1);

        assertThat(refused.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(refused.health().status()).isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(heard.all).containsExactly("refused no", "live");
        refused.close();
    }

    @Test
    void connectsNowhereWhereTheAddressIsRefused() {
        noAddress.add(error("AUTHENTICATION"));
        open();

        Eventually.holds("it is told", () -> heard.all.contains("refused no"));

        assertThat(state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(server.connections()).isZero();
    }

    @Test
    void asksForAnAddressAgainWhereThereWasNone() throws Exception {
        noAddress.add(error("NETWORK"));
        looks.add(new SocketNotice.AddressOver("looked in vain"));
        open();

        assertThat(answer().target()).startsWith("/");
        awaitLive(1);
    }

    @Test
    void comesBackAfterARefusalThatIsNotOfItsCredentials() throws Exception {
        open();
        server.next().send("refuse EXCHANGE_ERROR");

        answer();
        awaitLive(1);

        assertThat(heard.all).containsExactly("cut no", "live");
        assertThat(link.get().health().facts()).containsEntry("last_failure", "no");
    }

    @Test
    void tellsNoFillTwice() throws Exception {
        open();
        Connection first = answer();
        awaitLive(1);
        first.send("fill 1");
        first.send("fill 1");
        first.send("ping");
        Eventually.holds("all is read", () -> heard.pings() == 1);
        first.cut();

        Connection second = server.next();
        second.send("fill 1");
        second.send("ok in");
        second.send("ok a");
        second.send("fill 2");
        second.send("ok b");
        second.send("fill 2");
        second.send("fill 3");

        Eventually.holds("the last is told", () -> heard.all.contains("fill 3"));
        assertThat(heard.kinds())
                .containsExactly("live", "fill", "ping", "cut", "live", "fill", "fill");
        assertThat(heard.all).contains("fill 1", "fill 2");
    }

    @Test
    void asksForAnotherAddressWhereOneIsOver() throws Exception {
        open();
        Connection first = answer();
        awaitLive(1);
        first.send("over");
        first.send("fill 1");

        Connection second = answer();
        awaitLive(2);

        assertThat(first.target()).isEqualTo("/1");
        assertThat(second.target()).isEqualTo("/2");
        assertThat(heard.all).containsExactly("live", "cut over", "live");
        Eventually.holds("the first is left", first::isClosed);
    }

    @Test
    void tellsACutOnceWhereItsAddressIsOverAsWell() throws Exception {
        afterCuts.add(new SocketNotice.AddressOver("over"));
        open();
        answer().cut();

        assertThat(answer().target()).isEqualTo("/2");
        Eventually.holds("it is live", () -> state() == ConnectionState.LIVE);

        assertThat(heard.all.stream().filter(word -> word.startsWith("cut"))).hasSize(1);
    }

    @Test
    void keepsItsAddressOverReconnects() throws Exception {
        open();
        Connection present = answer();
        awaitLive(1);

        for (int times = 2; times < 5; times++) {
            present.cut();
            present = answer();
            awaitLive(times);
            assertThat(present.target()).isEqualTo("/1");
        }

        assertThat(link.get().health().facts()).containsEntry("reconnects", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unreadable", "wrong", "bug", "cut"})
    void startsOverAfterAMessageThatItCannotRead(String message) throws Exception {
        open();
        Connection first = answer();
        awaitLive(1);
        first.send(message);
        first.send("fill 1");

        answer();
        awaitLive(2);

        assertThat(heard.kinds()).containsExactly("live", "cut", "live");
    }

    @Test
    void replacesAConnectionBeforeAnAnnouncedEnd() throws Exception {
        open();
        Connection first = answer();
        awaitLive(1);
        first.send("renew");

        Connection second = server.next();
        first.send("fill 1");
        Eventually.holds("the first is still heard", () -> heard.all.contains("fill 1"));
        second.send("fill 1");
        acknowledge(second);
        awaitLive(2);

        assertThat(heard.all).containsExactly("live", "fill 1", "live");
    }

    @Test
    void tellsNothingAfterItWasClosedFromWithinACall() throws Exception {
        heard.closesAt = "fill 1";
        open();
        Connection only = answer();
        awaitLive(1);
        only.send("fills 1 2");

        Eventually.holds("it hangs up", only::isClosed);
        link.get().close();

        assertThat(heard.all).containsExactly("live", "fill 1");
        assertThat(state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void tellsNothingThatItHeldAfterItWasClosedWhenLive() throws Exception {
        heard.closesAt = "live";
        open();
        Connection only = server.next();
        only.send("fill 1");
        acknowledge(only);

        Eventually.holds("it hangs up", only::isClosed);
        link.get().close();

        assertThat(heard.all).containsExactly("live");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void comesBackAfterMoreMessagesThanMayWait() throws Exception {
        open();
        Connection first = answer();
        awaitLive(1);
        first.send("hold");
        for (int i = 0; i < UserConnection.WAITING_MAX + 100; i++) {
            first.send("nothing");
        }

        Connection second = server.next();
        hold.countDown();
        acknowledge(second);
        awaitLive(2);

        assertThat(heard.kinds()).containsExactly("live", "cut", "live");
    }

    private void open() {
        link.set(UserLink.open("made up", ERRORS, net, heard, Account::new));
    }

    private ConnectionState state() {
        return link.get().state();
    }

    /** The next connection, to which everything is acknowledged. */
    private Connection answer() throws Exception {
        Connection next = server.next();
        acknowledge(next);
        return next;
    }

    private static void acknowledge(Connection connection) {
        connection.send("ok in");
        connection.send("ok a");
        connection.send("ok b");
    }

    private void awaitLive(int times) {
        Eventually.holds(
                "it is live for the %d. time".formatted(times),
                () -> heard.all.stream().filter("live"::equals).count() == times);
    }

    private SocketNotice held() {
        try {
            return hold.await(30, TimeUnit.SECONDS) ? NOTHING : new SocketNotice.Cut("held");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new SocketNotice.Cut("interrupted");
        }
    }

    private static ExchangeError error(String category) {
        return ERRORS.told("listen", ErrorCategory.valueOf(category), "no", Map.of());
    }

    private static List<Balance> balance(String free) {
        return List.of(new Balance("USDT", new BigDecimal(free), BigDecimal.ZERO));
    }

    private static Fill fill(String trade) {
        return new Fill(
                InstrumentId.spot("BTC", "USDT"),
                new TradeId(trade),
                new ExchangeOrderId("1"),
                Optional.empty(),
                Side.BUY,
                BigDecimal.TEN,
                BigDecimal.ONE,
                BigDecimal.ZERO,
                "",
                true,
                Instant.EPOCH);
    }

    /** What the made-up exchange says, and where it is to be found: each time at another path. */
    private final class Account implements UserProtocol {
        private final UserStreamListener told;
        private int addresses;

        Account(UserStreamListener told) {
            this.told = told;
            news = told;
        }

        @Override
        public Answer<SocketSettings> socket() {
            ExchangeError error = noAddress.poll();
            if (error != null) {
                return new Answer.Failed<>(error);
            }
            addresses++;
            return new Answer.Ok<>(
                    new SocketSettings(
                            "made up",
                            URI.create("ws://127.0.0.1:" + server.port() + "/" + addresses),
                            new Heartbeat.PingFrames(LONG),
                            LONG,
                            LONG,
                            LONG,
                            1_000,
                            1_000,
                            new Backoff(Duration.ofMillis(1), Duration.ofMillis(10)),
                            LONG));
        }

        @Override
        public List<UserStep> steps() {
            return List.of(
                    new UserStep("login", Set.of("in")), new UserStep("sub a,b", Set.of("a", "b")));
        }

        @Override
        public SocketNotice read(byte[] message) throws IOException {
            var words =
                    new ArrayDeque<>(
                            List.of(new String(message, StandardCharsets.UTF_8).split(" ", -1)));
            String kind = words.remove();
            switch (kind) {
                case "fill", "fills" -> words.forEach(trade -> told.onFill(fill(trade)));
                case "balance" -> told.onBalances(balance(words.remove()));
                case "ping" -> heard.hears("ping");
                case "ok" -> {
                    return new SocketNotice.Acknowledged(words.remove());
                }
                case "refuse" -> {
                    return new SocketNotice.Refused(error(words.remove()));
                }
                case "over" -> {
                    return new SocketNotice.AddressOver("over");
                }
                case "renew" -> {
                    return new SocketNotice.Renew("announced");
                }
                case "cut" -> {
                    return new SocketNotice.Cut("cut");
                }
                case "hold" -> {
                    return held();
                }
                case "unreadable" -> throw new IOException("thrown by the test");
                case "wrong" -> throw new IllegalArgumentException("thrown by the test");
                case "bug" -> throw new IllegalStateException("thrown by the test");
                default -> assertThat(kind).isEqualTo("nothing");
            }
            return NOTHING;
        }

        @Override
        public SocketNotice merge() {
            Supplier<SocketNotice> merge = merges.poll();
            return merge == null ? NOTHING : merge.get();
        }

        @Override
        public SocketNotice gone() {
            SocketNotice notice = afterCuts.poll();
            return notice == null ? NOTHING : notice;
        }

        @Override
        public Optional<Duration> lookEvery() {
            return looks.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(10));
        }

        @Override
        public SocketNotice look(boolean live) {
            SocketNotice notice = looks.poll();
            return notice == null ? NOTHING : notice;
        }
    }

    /** Writes down what it hears. */
    private final class Heard implements UserStreamListener {
        private final List<String> all = new CopyOnWriteArrayList<>();
        private final List<ConnectionState> statesWhenLive = new CopyOnWriteArrayList<>();
        private volatile String closesAt = "";

        List<String> kinds() {
            return all.stream().map(word -> word.split(" ", -1)[0]).toList();
        }

        long pings() {
            return all.stream().filter("ping"::equals).count();
        }

        @Override
        public void onLive() {
            statesWhenLive.add(state());
            hears("live");
        }

        @Override
        public void onCut(ExchangeError cause) {
            hears("cut " + cause.message());
        }

        @Override
        public void onRefused(ExchangeError cause) {
            hears("refused " + cause.message());
        }

        @Override
        public void onFill(Fill fill) {
            hears("fill " + fill.trade().text());
        }

        @Override
        public void onBalances(List<Balance> changed) {
            changed.forEach(balance -> hears("balance " + balance.free()));
        }

        private void hears(String word) {
            all.add(word);
            if (word.equals(closesAt)) {
                link.get().close();
            }
        }
    }
}
