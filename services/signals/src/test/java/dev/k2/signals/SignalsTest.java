package dev.k2.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Keyset;
import dev.k2.platform.ManualClock;
import dev.k2.platform.Metrics;
import dev.k2.platform.Secret;
import dev.k2.platform.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SignalsTest {
    private static final Database DATABASE = TestPostgres.database();
    private static final Keyset KEYS = keys();
    private static final String BUY = "{\"side\":\"buy\",\"quantity\":\"0.1\"}";

    private final ManualClock clock = new ManualClock();
    private final RecordedOrders orders = new RecordedOrders();
    private final Metrics metrics = new Metrics();
    private final Signals signals = Signals.open(DATABASE, KEYS.userData(), orders, clock, metrics);
    private final UserId anna = new UserId(UUID.randomUUID());

    @Test
    void makesAnOrderOfAMessageInK2sOwnWords() {
        SignalKeys keys = token(terms("BTC-USDT"));

        SignalReply reply = send(keys, BUY);

        assertThat(reply).isInstanceOf(SignalReply.Placed.class);
        assertThat(orders.asked)
                .singleElement()
                .satisfies(
                        order -> {
                            assertThat(order.side()).isEqualTo(Side.BUY);
                            assertThat(order.quantity()).isEqualByComparingTo("0.1");
                            assertThat(order.instrument().text()).isEqualTo("BTC-USDT");
                            assertThat(order.template()).isEqualTo(keys.template().id());
                        });
    }

    @Test
    void makesAnOrderOfATradingViewAlert() {
        SignalKeys keys = token(terms("ETH-USDT", "BTC-USDT-PERP"));

        SignalReply reply =
                send(
                        keys,
                        """
                        {"ticker":"BINANCE:BTCUSDT.P","action":"sell","contracts":0.10000000000000000001,
                         "price":64950.5,"time":"2026-11-21T09:30:00Z","strategy":{"comment":"x"}}\
                        """);

        assertThat(reply).isInstanceOf(SignalReply.Placed.class);
        SignalOrder order = orders.asked.getFirst();
        assertThat(order.instrument().text()).isEqualTo("BTC-USDT-PERP");
        assertThat(order.side()).isEqualTo(Side.SELL);
        assertThat(order.quantity()).isEqualTo(new BigDecimal("0.10000000000000000001"));
        assertThat(order.price()).isEmpty();
    }

    @Test
    void readsTheFieldsThatTheTemplateNames() {
        SignalTerms usual = terms("BTC-USDT", "ETH-USDT");
        SignalKeys keys =
                token(
                        with(
                                usual,
                                OrderType.LIMIT,
                                new SignalFields(
                                        Optional.of("dir"),
                                        Optional.of("size"),
                                        Optional.of("at"),
                                        Optional.of("what"),
                                        Optional.of("nr"))));

        SignalReply reply =
                send(
                        keys,
                        "{\"dir\":\"BUY\",\"size\":1,\"at\":\"99.5\",\"what\":\"eth-usdt\",\"nr\":7,"
                            + "\"side\":\"sell\"}");

        assertThat(reply).isInstanceOf(SignalReply.Placed.class);
        SignalOrder order = orders.asked.getFirst();
        assertThat(order.side()).isEqualTo(Side.BUY);
        assertThat(order.price().orElseThrow()).isEqualByComparingTo("99.5");
        assertThat(order.instrument().text()).isEqualTo("ETH-USDT");
    }

    @Test
    void saysWhatAMessageLacks() {
        SignalKeys keys = token(terms("BTC-USDT", "ETH-USDT"));

        assertThat(field(send(keys, "no json"))).isEqualTo("body");
        assertThat(field(send(keys, BUY))).isEqualTo("instrument");
        String who = "\"ticker\":\"BTCUSDT\",";
        assertThat(field(send(keys, "{" + who + "\"side\":\"hold\"}"))).isEqualTo("side");
        assertThat(field(send(keys, "{" + who + "\"side\":\"buy\"}"))).isEqualTo("quantity");
        assertThat(field(send(keys, "{" + who + "\"side\":\"buy\",\"quantity\":\"1e999999999\"}")))
                .isEqualTo("quantity");
        assertThat(field(send(keys, "{" + who + "\"side\":\"buy\",\"quantity\":\"1.01\"}")))
                .isEqualTo("quantity");
        assertThat(orders.asked).isEmpty();
    }

    @Test
    void takesTheSameIdAsTheSameSignalForEver() {
        SignalKeys keys = token(terms("BTC-USDT"));
        String body = "{\"side\":\"buy\",\"quantity\":\"0.1\",\"id\":\"bar-7\"}";

        Order first = order(send(keys, body));
        clock.advance(Duration.ofDays(400));
        SignalReply again = send(keys, body);
        SignalReply other = send(keys, body.replace("0.1", "0.2"));
        SignalReply next = send(keys, body.replace("bar-7", "bar-8"));

        assertThat(again).isEqualTo(new SignalReply.Repeated(first));
        assertThat(other).isEqualTo(new SignalReply.Unauthorised());
        assertThat(order(next)).isNotEqualTo(first);
        assertThat(orders.placed()).isEqualTo(2);
    }

    @Test
    void takesTheSameWordsWithinAMinuteAsTheSameSignal() {
        SignalKeys keys = token(terms("BTC-USDT"));

        Order first = order(send(keys, BUY));
        clock.advance(Duration.ofSeconds(59));
        Order soon = order(send(keys, BUY));
        clock.advance(Duration.ofSeconds(1));
        Order later = order(send(keys, BUY));

        assertThat(soon).isEqualTo(first);
        assertThat(later).isNotEqualTo(first);
    }

    @Test
    void takesTheSameWordsAtTheSameTimeAsTheSameSignalForEver() {
        SignalKeys keys = token(terms("BTC-USDT"));
        String body = "{\"side\":\"buy\",\"quantity\":\"0.1\",\"time\":\"2026-11-21T09:30:00Z\"}";

        Order first = order(send(keys, body));
        clock.advance(Duration.ofDays(1));
        Order again = order(send(keys, body));
        Order next = order(send(keys, body.replace("09:30", "09:31")));

        assertThat(again).isEqualTo(first);
        assertThat(next).isNotEqualTo(first);
    }

    @Test
    void keepsTwoTemplatesApart() {
        SignalKeys one = token(terms("BTC-USDT"));
        SignalKeys other = token(terms("BTC-USDT"));
        String body = "{\"side\":\"buy\",\"quantity\":\"0.1\",\"id\":\"1\"}";

        assertThat(order(send(one, body))).isNotEqualTo(order(send(other, body)));
    }

    @Test
    void makesOneOrderOfAHundredEqualSignalsAtOnce() throws Exception {
        // Ten at once is the pace of a token; the clock moves on by a tenth of a second for each.
        SignalKeys keys = token(terms("BTC-USDT"));
        Set<OrderId> ids = new HashSet<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 10; round++) {
                List<Callable<SignalReply>> ten =
                        IntStream.range(0, 10)
                                .mapToObj(i -> (Callable<SignalReply>) () -> send(keys, BUY))
                                .toList();
                for (Future<SignalReply> reply : threads.invokeAll(ten)) {
                    ids.add(order(reply.get()).id());
                }
                clock.advance(Duration.ofSeconds(1));
            }
        }

        assertThat(ids).hasSize(1);
        assertThat(orders.placed()).isEqualTo(1);
    }

    @Test
    void takesTenSignalsASecond() {
        SignalKeys keys = token(terms("BTC-USDT"));

        List<SignalReply> burst = IntStream.range(0, 11).mapToObj(i -> send(keys, BUY)).toList();
        clock.advance(Duration.ofMillis(100));
        SignalReply next = send(keys, BUY);
        SignalReply tooSoon = send(keys, BUY);

        assertThat(burst.subList(0, 10)).doesNotContain(new SignalReply.TooFast());
        assertThat(burst.get(10)).isEqualTo(new SignalReply.TooFast());
        assertThat(next).isInstanceOf(SignalReply.Repeated.class);
        assertThat(tooSoon).isEqualTo(new SignalReply.TooFast());
    }

    @Test
    void unauthenticatedAndReplayedSignalsMakeNoOrder() {
        // As in an incident where postbacks that nobody signed became fills.
        SignalKeys keys = signals.create(anna, SignalAuth.SIGNED, terms("BTC-USDT")).orElseThrow();
        SignalHeaders good = signed(keys, "msg_1", 0, BUY);
        SignalHeaders stolen =
                new SignalHeaders(Optional.of("msg_2"), good.timestamp(), good.signature());
        SignalHeaders old = signed(keys, "msg_3", -301, BUY);
        SignalHeaders early = signed(keys, "msg_4", 301, BUY);
        SignalReply no = new SignalReply.Unauthorised();

        assertThat(send(keys, SignalHeaders.NONE, BUY)).isEqualTo(no);
        assertThat(send(keys, stolen, BUY)).isEqualTo(no);
        assertThat(send(keys, old, BUY)).isEqualTo(no);
        assertThat(send(keys, early, BUY)).isEqualTo(no);
        assertThat(send(keys, good, BUY.replace("0.1", "0.2"))).isEqualTo(no);
        assertThat(orders.asked).isEmpty();

        assertThat(send(keys, good, BUY)).isInstanceOf(SignalReply.Placed.class);
        assertThat(send(keys, good, BUY)).isEqualTo(no);
        assertThat(orders.asked).hasSize(1);
    }

    @Test
    void answersASenderThatTriesAgainWithTheOrderThatThereIs() {
        SignalKeys keys = signals.create(anna, SignalAuth.SIGNED, terms("BTC-USDT")).orElseThrow();

        Order first = order(send(keys, signed(keys, "msg_1", 0, BUY), BUY));
        SignalReply again = send(keys, signed(keys, "msg_1", 1, BUY), BUY);
        String other = BUY.replace("0.1", "0.2");
        SignalReply swapped = send(keys, signed(keys, "msg_1", 2, other), other);

        assertThat(again).isEqualTo(new SignalReply.Repeated(first));
        assertThat(swapped).isEqualTo(new SignalReply.Unauthorised());
        assertThat(orders.placed()).isEqualTo(1);
    }

    @Test
    void letsNothingInThroughATemplateThatIsOffRotatedOrGone() {
        SignalKeys keys = token(terms("BTC-USDT"));
        UUID id = keys.template().id();
        SignalTerms terms = keys.template().terms();

        signals.update(anna, id, enabled(terms, false));
        SignalReply off = send(keys, BUY);
        signals.update(anna, id, enabled(terms, true));
        SignalKeys fresh = signals.rotate(anna, id).orElseThrow();
        SignalReply rotated = send(keys, BUY);
        SignalReply good = send(fresh, BUY);
        signals.delete(anna, id);
        SignalReply gone = send(fresh, BUY);
        SignalReply never = signals.receive(Secret.of("x"), SignalHeaders.NONE, bytes(BUY));

        assertThat(List.of(off, rotated, gone, never)).containsOnly(new SignalReply.Unauthorised());
        assertThat(good).isInstanceOf(SignalReply.Placed.class);
        assertThat(orders.asked).hasSize(1);
        assertThat(signals.find(anna, id)).isEmpty();
        assertThat(signals.received(anna, id, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void keepsEverySignalWithHowItEnded() {
        SignalKeys keys = token(terms("BTC-USDT"));
        UUID id = keys.template().id();

        Order placed = order(send(keys, BUY));
        send(keys, BUY);
        send(keys, "{}");
        orders.refuse(true);
        send(keys, BUY.replace("0.1", "0.3"));

        ReceivedPage newest = signals.received(anna, id, Optional.empty(), 3).orElseThrow();
        ReceivedPage rest = signals.received(anna, id, newest.next(), 3).orElseThrow();
        assertThat(newest.items())
                .extracting(ReceivedSignal::outcome)
                .containsExactly(
                        ReceivedOutcome.REFUSED, ReceivedOutcome.MISREAD, ReceivedOutcome.REPEATED);
        assertThat(newest.items().getFirst().reason().orElseThrow()).contains("KILL_SWITCH_ON");
        assertThat(rest.items())
                .singleElement()
                .satisfies(one -> assertThat(one.order()).contains(placed.id()));
        assertThat(rest.next()).isEmpty();
        assertThat(signals.received(new UserId(UUID.randomUUID()), id, Optional.empty(), 3))
                .isEmpty();
        assertThat(metrics.scrape()).contains("k2_signals_received_total{outcome=\"placed\"}");
    }

    @Test
    void leavesTheKeyOfARefusedSignalFree() {
        SignalKeys keys = token(terms("BTC-USDT"));

        orders.refuse(true);
        SignalReply refused = send(keys, BUY);
        orders.refuse(false);
        SignalReply again = send(keys, BUY);

        assertThat(refused).isInstanceOf(SignalReply.Refused.class);
        assertThat(again).isInstanceOf(SignalReply.Placed.class);
    }

    @Test
    void keepsATemplateAsItWasSaved() {
        SignalKeys keys = token(terms("BTC-USDT", "ETH-USDT"));

        assertThat(signals.list(anna)).containsExactly(keys.template());
        assertThat(signals.find(anna, keys.template().id())).contains(keys.template());
        assertThat(signals.find(new UserId(UUID.randomUUID()), keys.template().id())).isEmpty();
        assertThat(keys.token().length()).isEqualTo(43);
        assertThat(keys.secret()).isEmpty();
    }

    @Test
    void takesAHundredTemplatesOfAPersonAndNoMore() {
        for (int i = 0; i < Signals.TEMPLATES_MAX; i++) {
            assertThat(signals.create(anna, SignalAuth.TOKEN, terms("BTC-USDT"))).isPresent();
        }

        assertThat(signals.create(anna, SignalAuth.TOKEN, terms("BTC-USDT"))).isEmpty();
    }

    private SignalKeys token(SignalTerms terms) {
        return signals.create(anna, SignalAuth.TOKEN, terms).orElseThrow();
    }

    private SignalReply send(SignalKeys keys, String body) {
        return send(keys, SignalHeaders.NONE, body);
    }

    private SignalReply send(SignalKeys keys, SignalHeaders headers, String body) {
        return signals.receive(keys.token(), headers, bytes(body));
    }

    private SignalHeaders signed(SignalKeys keys, String id, long ahead, String body) {
        String seconds = Long.toString(clock.instant().getEpochSecond() + ahead);
        byte[] signature = Signature.sign(id, seconds, bytes(body), keys.secret().orElseThrow());
        return new SignalHeaders(
                Optional.of(id),
                Optional.of(seconds),
                Optional.of("v1,AAAA v1," + Base64.getEncoder().encodeToString(signature)));
    }

    private static Order order(SignalReply reply) {
        return switch (reply) {
            case SignalReply.Placed(Order order) -> order;
            case SignalReply.Repeated(Order order) -> order;
            case SignalReply other -> throw new AssertionError("no order: " + other);
        };
    }

    private static String field(SignalReply reply) {
        return switch (reply) {
            case SignalReply.Misread(Unfit unfit) -> unfit.field();
            case SignalReply other -> throw new AssertionError("not misread: " + other);
        };
    }

    static SignalTerms terms(String... instruments) {
        return new SignalTerms(
                "Breakout",
                true,
                Optional.of(ExchangeId.BINANCE),
                List.of(instruments).stream().map(InstrumentId::new).toList(),
                Optional.empty(),
                Optional.empty(),
                OrderType.MARKET,
                Optional.empty(),
                Optional.empty(),
                Optional.of(BigDecimal.ONE),
                SignalFields.USUAL);
    }

    private static SignalTerms with(SignalTerms terms, OrderType type, SignalFields fields) {
        return new SignalTerms(
                terms.name(),
                terms.enabled(),
                terms.exchange(),
                terms.instruments(),
                terms.side(),
                terms.outcome(),
                type,
                terms.timeInForce(),
                terms.quantity(),
                terms.quantityMax(),
                fields);
    }

    private static SignalTerms enabled(SignalTerms terms, boolean on) {
        return new SignalTerms(
                terms.name(),
                on,
                terms.exchange(),
                terms.instruments(),
                terms.side(),
                terms.outcome(),
                terms.type(),
                terms.timeInForce(),
                terms.quantity(),
                terms.quantityMax(),
                terms.fields());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Keyset keys() {
        try {
            return Keyset.openOrCreate(Files.createTempDirectory("k2-signals-keys-"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
