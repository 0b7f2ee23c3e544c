package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.model.LinkId;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadManTest {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void cancelsOpenOrdersWhenK2GoesDark() {
        turnOn();
        Order open = world.placed(world.ticket());
        world.pass(Duration.ofSeconds(5));

        world.die();
        world.pass(WAIT);
        world.account.strike();
        world.crash();
        world.connect();

        assertThat(world.now(open).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void setsTheCountdownAnewWellBeforeItEnds() {
        turnOn();
        Order open = world.placed(world.ticket());
        for (int second = 0; second < 120; second++) {
            world.pass(Duration.ofSeconds(1));
            world.account.strike();
        }

        assertThat(world.now(open).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.countdowns).containsOnly(WAIT);
        assertThat(world.account.countdowns).hasSizeBetween(10, 13);
    }

    @Test
    void takesTheCountdownBackWhenNoOrderIsOpen() {
        turnOn();
        Order open = world.placed(world.ticket());
        world.pass(Duration.ofSeconds(2));

        world.trading.cancel(world.user, open.id());
        world.pass(Duration.ofSeconds(2));

        assertThat(world.account.countdowns).containsExactly(WAIT, Duration.ZERO);
        assertThat(world.account.deadline).isEmpty();
    }

    @Test
    void takesTheCountdownBackAtACleanStop() {
        turnOn();
        world.placed(world.ticket());
        world.pass(Duration.ofSeconds(2));

        world.trading.close();

        assertThat(world.account.countdowns).endsWith(Duration.ZERO);
        assertThat(world.account.deadline).isEmpty();
    }

    @Test
    void takesTheCountdownBackWhenTheExchangeIsMaintained() {
        turnOn();
        Order open = world.placed(world.ticket());
        world.pass(Duration.ofSeconds(2));

        world.account.cancelFailure =
                Optional.of(FakeAccount.error(ErrorCategory.EXCHANGE_MAINTENANCE));
        world.trading.cancel(world.user, open.id());
        world.clock.advance(Duration.ofMillis(1500));

        assertThat(world.account.countdowns).endsWith(Duration.ZERO);
        assertThat(world.account.deadline).isEmpty();
    }

    @Test
    void takesTheCountdownBackWhenItIsSwitchedOff() {
        turnOn();
        world.placed(world.ticket());
        world.pass(Duration.ofSeconds(2));

        world.trading.setDeadMan(world.user, world.link.id(), Optional.empty());
        world.pass(Duration.ofMinutes(1));

        assertThat(world.account.countdowns).containsExactly(WAIT, Duration.ZERO);
        assertThat(world.trading.deadMan(world.user, world.link.id())).isEmpty();
    }

    @Test
    void triesAgainWhenTheExchangeDoesNotTakeTheCountdown() {
        turnOn();
        world.account.countdownFailure = Optional.of(FakeAccount.error(ErrorCategory.NETWORK));
        world.placed(world.ticket());
        world.pass(Duration.ofSeconds(3));

        world.account.countdownFailure = Optional.empty();
        world.pass(Duration.ofSeconds(1));

        assertThat(world.account.countdowns).hasSizeGreaterThanOrEqualTo(3);
        assertThat(world.account.deadline).isPresent();
    }

    @Test
    void isKeptOverARestart() {
        turnOn();

        world.crash();
        world.connect();

        assertThat(world.trading.deadMan(world.user, world.link.id())).contains(WAIT);
    }

    @Test
    void refusesWhatCannotBe() {
        LinkId link = world.link.id();

        Optional<Refusal> brief =
                world.trading.setDeadMan(world.user, link, Optional.of(Duration.ofSeconds(9)));
        Optional<Refusal> foreign =
                world.trading.setDeadMan(new UserId(UUID.randomUUID()), link, Optional.of(WAIT));
        world.deadMan = false;
        Optional<Refusal> absent = world.trading.setDeadMan(world.user, link, Optional.of(WAIT));

        assertThat(brief.orElseThrow().code()).isEqualTo(RefusalCode.LIMIT_INVALID);
        assertThat(foreign.orElseThrow().code()).isEqualTo(RefusalCode.LINK_NOT_USABLE);
        assertThat(absent.orElseThrow().code()).isEqualTo(RefusalCode.DEAD_MAN_NOT_OFFERED);
    }

    private void turnOn() {
        assertThat(world.trading.setDeadMan(world.user, world.link.id(), Optional.of(WAIT)))
                .isEmpty();
    }
}
