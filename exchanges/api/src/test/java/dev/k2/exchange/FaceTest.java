package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.model.CandleInterval;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The short ways that a first program takes. */
class FaceTest {
    private static final Instrument BTC = TestInstrument.bitcoin();
    private static final ClientOrderId ID = new ClientOrderId("mine1");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final CandleArchive archive = new CandleArchive(CLOCK, CandleInterval.M1, List.of());

    @Test
    void findsAnInstrumentByItsId() {
        archive.lists(BTC);

        assertThat(archive.instrument(BTC.id())).isEqualTo(new Answer.Ok<>(BTC));
    }

    @Test
    void anInstrumentThatIsNotListedIsNamedInTheFailure() {
        InstrumentId missing = InstrumentId.spot("NO", "SUCH");
        archive.lists(BTC);

        Answer<Instrument> answer = archive.instrument(missing);

        assertThat(answer).isInstanceOf(Answer.Failed.class);
        ExchangeError error = ((Answer.Failed<Instrument>) answer).error();
        assertThat(error).isInstanceOf(ExchangeError.Validation.class);
        assertThat(error.instrument()).contains(missing);
        assertThat(error.message()).contains("NO-SUCH");
        assertThatThrownBy(answer::orThrow).isInstanceOf(ExchangeException.class);
    }

    @Test
    void aFailureToListInstrumentsIsTheAnswer() {
        Answer<Instrument> answer = archive.instrument(BTC.id());

        assertThat(answer).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void aLimitOrderIsGoodUntilItIsCancelled() {
        NewOrder order = NewOrder.limit(BTC, ID, Side.BUY, BigDecimal.ONE, BigDecimal.TEN);

        assertThat(order.type()).isEqualTo(OrderType.LIMIT);
        assertThat(order.timeInForce()).isEqualTo(TimeInForce.GTC);
        assertThat(order.price()).contains(BigDecimal.TEN);
        assertThat(order.terms()).isEqualTo(OrderTerms.PLAIN);
        assertThat(order.inForce(TimeInForce.IOC).timeInForce()).isEqualTo(TimeInForce.IOC);
        assertThat(order.withTerms(OrderTerms.PLAIN.reducing()).terms().reduceOnly()).isTrue();
    }

    @Test
    void anOrderIsNamedByTheIdThatItWasGiven() {
        NewOrder order = NewOrder.market(BTC, ID, Side.SELL, BigDecimal.ONE);

        assertThat(order.ref()).isEqualTo(OrderRef.of(BTC, ID));
    }

    @Test
    void anOrderIsNamedByOneIdAtLeast() {
        var theirs = new ExchangeOrderId("28");

        assertThat(OrderRef.of(BTC, ID).<String>byOneId(id -> "theirs " + id, id -> "ours " + id))
                .isEqualTo("ours mine1");
        assertThat(OrderRef.of(BTC, theirs).<String>byOneId(id -> "theirs " + id, id -> "ours"))
                .isEqualTo("theirs 28");
        assertThat(
                        OrderRef.of(BTC, ID, Optional.of(theirs))
                                .<String>byOneId(id -> "theirs " + id, id -> "ours"))
                .isEqualTo("theirs 28");
        assertThatThrownBy(() -> new OrderRef(BTC, Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither");
    }

    @Test
    void changingOnePartOfAConfigurationKeepsTheOthers() {
        WireTap tap =
                new WireTap() {
                    @Override
                    public void onFrame(byte[] message, int length, long receivedMillis) {}

                    @Override
                    public void onAnswer(String address, String body, long receivedMillis) {}
                };

        ExchangeConfig config =
                ExchangeConfig.sim(URI.create("http://127.0.0.1:1"), CLOCK)
                        .withTap(tap)
                        .withTwoConnections()
                        .withOrderEntry(ExchangeConfig.OrderTransport.WEBSOCKET)
                        .withStateFolder(java.nio.file.Path.of("state"));

        assertThat(config.tap()).contains(tap);
        assertThat(config.twoConnections()).isTrue();
        assertThat(config.orderEntry()).isEqualTo(ExchangeConfig.OrderTransport.WEBSOCKET);
        assertThat(config.stateFolder()).isPresent();
        assertThat(config.simulator()).contains(URI.create("http://127.0.0.1:1"));
        assertThat(config.clock()).isEqualTo(CLOCK);
    }
}
