package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.ErrorCategory;
import dev.k2.model.ExchangeId;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KillSwitchTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void stopsOneExchangeAndLeavesTheOthers() {
        Order open = world.placed(world.ticket());

        world.trading.turnKillSwitchOn(world.user, Optional.of(ExchangeId.OKX), "okx is odd");
        Order still = world.placed(world.ticket());
        KillReport report =
                world.trading.turnKillSwitchOn(
                        world.user, Optional.of(ExchangeId.BINANCE), "so is binance");
        Refusal refusal = world.refused(world.ticket());

        assertThat(report.cancels().taken())
                .extracting(Order::id)
                .containsExactlyInAnyOrder(open.id(), still.id());
        assertThat(refusal.code()).isEqualTo(RefusalCode.KILL_SWITCH_ON);
        assertThat(refusal.details())
                .containsEntry("exchange", "binance")
                .containsEntry("reason", "so is binance");
        assertThat(world.trading.killSwitches(world.user)).hasSize(2);
        assertThat(world.trading.killSwitch(world.user).on()).isFalse();
        world.trading.turnKillSwitchOff(world.user, Optional.of(ExchangeId.BINANCE));
        assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void stopsEverybodyWithinASecondAndCancelsWhatIsOpen() {
        Order open = world.placed(world.ticket());
        InstallationSwitch everybody = everybody();

        everybody.turn(true, Optional.empty(), Optional.of("an outage"));
        world.pass(SECOND);
        Refusal refusal = world.refused(world.ticket());

        assertThat(refusal.code()).isEqualTo(RefusalCode.KILL_SWITCH_ON);
        assertThat(refusal.details())
                .containsEntry("scope", "installation")
                .containsEntry("reason", "an outage");
        assertThat(world.now(open).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(everybody.unconfirmed()).isEmpty();
        assertThat(world.trading.killSwitches(world.user))
                .extracting(KillSwitch::whose)
                .containsExactly(KillSwitch.Whose.INSTALLATION);
        everybody.turn(false, Optional.empty(), Optional.empty());
        world.pass(SECOND);
        assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void endsWhatK2HoldsForEverybodyToo() {
        Order stop = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        InstallationSwitch everybody = everybody();

        everybody.turn(true, Optional.empty(), Optional.empty());
        world.pass(SECOND);

        assertThat(world.now(stop).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(everybody.unconfirmed()).isEmpty();
    }

    @Test
    void listsWhatWasNotConfirmedAsCancelled() {
        Order open = world.placed(world.ticket());
        world.account.cancelFailure = Optional.of(FakeAccount.error(ErrorCategory.UNKNOWN_OUTCOME));
        InstallationSwitch everybody = everybody();

        everybody.turn(true, Optional.of(ExchangeId.BINANCE), Optional.empty());
        world.pass(SECOND);

        assertThat(everybody.unconfirmed()).extracting(Order::id).containsExactly(open.id());
        assertThat(world.now(open).cancelRequested()).isTrue();
    }

    @Test
    void cancelsAtThisNodeWhatAnotherNodeStopped() {
        Order open = world.placed(world.ticket());
        Trading other = world.otherNode();

        KillReport report = other.turnKillSwitchOn(world.user, "from elsewhere");
        world.pass(SECOND);

        assertThat(report.cancels().unconfirmed()).extracting(Order::id).containsExactly(open.id());
        assertThat(world.now(open).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.refused(world.ticket()).code()).isEqualTo(RefusalCode.KILL_SWITCH_ON);
        other.close();
    }

    @Test
    void cancelsWhatWasStoppedWhileNoServerRan() {
        Order open = world.placed(world.ticket());
        everybody().turn(true, Optional.empty(), Optional.empty());

        world.crash();
        world.connect();
        world.pass(SECOND);

        assertThat(world.now(open).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void sendsNothingWhileTheSwitchesCannotBeRead() {
        world.database
                .jdbi()
                .useHandle(h -> h.execute("ALTER TABLE trading.risk_changes RENAME TO away"));
        world.pass(SECOND);

        Refusal refusal = world.refused(world.ticket());
        world.database
                .jdbi()
                .useHandle(h -> h.execute("ALTER TABLE trading.away RENAME TO risk_changes"));
        Order later = world.placed(world.ticket());

        assertThat(refusal.code()).isEqualTo(RefusalCode.RISK_UNREADABLE);
        assertThat(refusal.details()).containsEntry("limit", "kill_switch_age_ms");
        assertThat(later.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void sendsNothingWhenAnythingInTheGateBreaks() {
        world.onQuote =
                () -> {
                    if (StackWalker.getInstance()
                            .walk(
                                    frames ->
                                            frames.anyMatch(
                                                    f -> f.getMethodName().equals("judge")))) {
                        throw new IllegalStateException("the gate broke");
                    }
                };

        assertThatThrownBy(
                        () ->
                                world.trading.place(
                                        world.user, World.limit("a", Side.BUY, "0.01", "49000")))
                .hasMessage("the gate broke");
        world.onQuote = () -> {};

        assertThat(world.account.sent).isEmpty();
        assertThat(world.count("SELECT count(*) FROM trading.orders")).isZero();
        assertThat(world.placed(World.limit("a", Side.BUY, "0.01", "49000")).status())
                .isEqualTo(OrderStatus.OPEN);
    }

    private InstallationSwitch everybody() {
        return InstallationSwitch.open(world.database, world.clock);
    }
}
