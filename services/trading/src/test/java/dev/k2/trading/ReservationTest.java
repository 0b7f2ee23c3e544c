package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReservationTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void letsTwoProcessesPlaceExactlyAsManyOrdersAsFit() throws Exception {
        world.limits("100000", "4900", 1000);
        try (Trading other = world.another()) {
            List<PlaceOutcome> outcomes =
                    PlacingTest.together(
                            64,
                            i ->
                                    (i % 2 == 0 ? world.trading : other)
                                            .place(
                                                    world.user,
                                                    World.limit(
                                                            "k" + i, Side.BUY, "0.01", "49000")));

            assertThat(outcomes.stream().filter(PlaceOutcome.Placed.class::isInstance)).hasSize(10);
            assertThat(world.account.sent.size() + world.anotherAccount.sent.size()).isEqualTo(10);
            assertThat(reserved()).isEqualByComparingTo("4900");
            assertThat(world.count("SELECT count(*) FROM trading.orders")).isEqualTo(10);
            assertThat(Sums.wrong(world.database)).isEmpty();
        }
    }

    @Test
    void namesTheLimitThatOrdersOfAnotherProcessBreakAndLeavesTheKeyFree() {
        world.limits("100000", "5000", 1000);
        try (Trading other = world.another()) {
            Order first = world.placed(World.limit("first", Side.BUY, "0.1", "49000"));

            PlaceOutcome refused =
                    other.place(world.user, World.limit("k", Side.BUY, "0.01", "49000"));
            world.account.fill(first.clientOrderId(), "0.1", "49000");
            world.settle();
            PlaceOutcome placed =
                    other.place(world.user, World.limit("k", Side.BUY, "0.01", "49000"));

            Refusal refusal = ((PlaceOutcome.Refused) refused).refusal();
            assertThat(refusal.code()).isEqualTo(RefusalCode.EXPOSURE_LIMIT);
            assertThat(refusal.details())
                    .containsEntry("limit", "open_notional_max")
                    .containsEntry("limit_value", "5000")
                    .containsEntry("value", "5390");
            assertThat(placed).isInstanceOf(PlaceOutcome.Placed.class);
            assertThat(world.account.sent).hasSize(1);
            assertThat(world.anotherAccount.sent).hasSize(1);
        }
    }

    @Test
    void holdsTheWorthOfWhatIsNotFilledAndNothingAfterTheEnd() {
        Order order = world.placed(World.limit("k", Side.BUY, "0.01", "49000"));
        BigDecimal whole = reserved();

        world.account.fill(order.clientOrderId(), "0.004", "48000");

        world.settle();
        BigDecimal rest = reserved();
        world.trading.cancel(world.user, order.id());
        BigDecimal none = reserved();

        assertThat(whole).isEqualByComparingTo("490");
        assertThat(rest).isEqualByComparingTo("294");
        assertThat(none).isZero();
        assertThat(Sums.wrong(world.database)).isEmpty();
    }

    @Test
    void givesNothingBackForAFillAfterTheEnd() {
        world.placed(World.limit("other", Side.BUY, "0.01", "48000"));
        Order order = world.placed(World.limit("k", Side.BUY, "0.01", "49000"));
        world.trading.cancel(world.user, order.id());

        world.account.fill(order.clientOrderId(), "0.01", "49000");

        world.settle();

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.01");
        assertThat(reserved()).isEqualByComparingTo("480");
        assertThat(Sums.wrong(world.database)).isEmpty();
    }

    @Test
    void givesBackWhatTheExchangeRefusesAndKeepsWhatNobodyKnows() {
        world.account.mood = FakeAccount.Mood.REJECTS;
        world.placed(World.limit("rejected", Side.BUY, "0.01", "49000"));
        BigDecimal none = reserved();
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        world.placed(World.limit("lost", Side.BUY, "0.01", "48000"));

        assertThat(none).isZero();
        assertThat(reserved()).isEqualByComparingTo("480");
        assertThat(Sums.wrong(world.database)).isEmpty();
    }

    @Test
    void standsAfterACrashAsOrdersSay() {
        Order order = world.placed(World.limit("filled", Side.BUY, "0.01", "49000"));
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        world.placed(World.limit("unclear", Side.BUY, "0.01", "48000"));
        world.account.fill(order.clientOrderId(), "0.005", "49000");
        world.settle();

        world.crash();

        assertThat(reserved()).isEqualByComparingTo("725");
        assertThat(Sums.wrong(world.database)).isEmpty();
    }

    @Test
    void sendsNothingWhereTheDatabaseIsLostAndTakesTheKeyAgain() throws SQLException {
        // The sum's row is there, so that one statement is all that is written.
        world.placed(World.limit("first", Side.BUY, "0.01", "48000"));
        run(
                """
                CREATE SEQUENCE trading.written;
                CREATE FUNCTION trading.lose() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.client_order_id = 'lost' AND nextval('trading.written') = 1 THEN
                        RAISE EXCEPTION 'the server goes away' USING ERRCODE = '57P01';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER lose BEFORE INSERT ON trading.orders
                    FOR EACH ROW EXECUTE FUNCTION trading.lose();
                """);

        assertThatThrownBy(
                        () ->
                                world.trading.place(
                                        world.user, World.limit("lost", Side.BUY, "0.01", "49000")))
                .isInstanceOf(IllegalStateException.class);
        BigDecimal held = reserved();
        Order again = world.placed(World.limit("lost", Side.BUY, "0.01", "49000"));

        assertThat(held).isEqualByComparingTo("480");
        assertThat(again.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(2);
        assertThat(Sums.wrong(world.database)).isEmpty();
    }

    @Test
    void addsUpTheOpenOrdersOfAnOlderDatabase() throws IOException, SQLException {
        world.close();
        world.database.jdbi().useHandle(handle -> handle.execute("DROP SCHEMA trading CASCADE"));
        world.database.jdbi().useHandle(handle -> handle.execute("CREATE SCHEMA trading"));
        for (String script :
                List.of("V1__orders", "V2__sequence_in_blocks", "V3__event_contracts")) {
            run(script(script));
        }
        run(order("a", "open", "3", "1") + order("b", "submitted", "1", "0"));
        run(order("c", "filled", "1", "1") + order("d", "cancelled", "1", "0"));

        run(script("V4__reservations"));

        assertThat(world.count("SELECT count(*) FROM trading.reservations")).isEqualTo(3);
        assertThat(reserved()).isEqualByComparingTo("166.666666666666666667");
        assertThat(Sums.wrong(world.database)).isEmpty();
    }

    private String order(String key, String status, String quantity, String filled) {
        return """
        INSERT INTO trading.orders (
            id, user_id, link_id, client_order_id, body_hash, exchange, sent_as, instrument,
            instrument_type, instrument_kind, side, order_type, time_in_force, reduce_only,
            quantity, reserved, status, stale, cancel_requested, filled_quantity, created_at,
            updated_at, metadata, sequence)
        VALUES (
            gen_random_uuid(), '%s', '%s', '%s', 'hash', 'binance', 'k%s', 'BTC-USDT', 'crypto',
            'spot', 'buy', 'limit', 'gtc', false, %s, 100, '%s', false, false, %s, now(), now(),
            '{}', 1);
        """
                .formatted(
                        world.user.value(),
                        world.link.id().value(),
                        key,
                        key,
                        quantity,
                        status,
                        filled);
    }

    private void run(String sql) throws SQLException {
        world.database
                .jdbi()
                .useHandle(
                        handle -> {
                            try (var statement = handle.getConnection().createStatement()) {
                                statement.execute(sql);
                            }
                        });
    }

    private static String script(String name) throws IOException {
        try (InputStream file =
                ReservationTest.class.getResourceAsStream("/db/trading/" + name + ".sql")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private BigDecimal reserved() {
        return world.database
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT reserved FROM trading.reservations WHERE"
                                                        + " user_id = :user AND scope = 'user'")
                                        .bind("user", world.user.value())
                                        .mapTo(BigDecimal.class)
                                        .findOne())
                .or(() -> Optional.of(BigDecimal.ZERO))
                .orElseThrow();
    }
}
