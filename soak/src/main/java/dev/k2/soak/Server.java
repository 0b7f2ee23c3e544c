package dev.k2.soak;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkChanged;
import dev.k2.trading.CrashPoint;
import dev.k2.trading.Trading;
import dev.k2.trading.TradingConfig;
import dev.k2.trading.TradingParts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One of the servers on the database. It starts, dies at a named point or at any moment, stands
 * still and goes on, and whoever watches over it starts it again.
 */
final class Server implements Town.Program {
    /** Where a process may stand still: right before and right after it speaks to an exchange. */
    private static final List<CrashPoint> PAUSES =
            List.of(
                    CrashPoint.INTENT_COMMITTED,
                    CrashPoint.ORDER_ANSWERED,
                    CrashPoint.CANCEL_COMMITTED,
                    CrashPoint.CANCEL_ANSWERED,
                    CrashPoint.AMEND_COMMITTED,
                    CrashPoint.AMEND_ANSWERED);

    /** Of so many commits one is not heard of, where the connection is bad. */
    private static final int UNHEARD = 15;

    private final String name;
    private final Ground ground;
    private final boolean alone;
    private Life life;
    private Optional<TradingParts> parts = Optional.empty();
    private Optional<Trading> trading = Optional.empty();
    private boolean calm;

    /** What all servers stand on. */
    record Ground(
            TradingConfig config,
            VirtualTime time,
            Diary diary,
            Chance chance,
            Town town,
            Parts parts,
            Lives lives) {}

    /** What a process is made of. */
    interface Parts {
        TradingParts of(Life life, Town.Surroundings around, String node);
    }

    /** Numbers of lives. */
    interface Lives {
        int next();
    }

    /**
     * One that does not run yet.
     *
     * @param alone whether there is no other; then it is never away for long
     */
    Server(String name, boolean alone, Ground ground) {
        this.name = name;
        this.alone = alone;
        this.ground = ground;
        this.life = new Life(ground.time(), ground.diary(), 0, () -> {});
    }

    /** The program starts. */
    void begin() {
        Life fresh = new Life(ground.time(), ground.diary(), ground.lives().next(), this::died);
        Chance chance = ground.chance();
        if (!calm && chance.permille(650)) {
            fresh.diesAt(chance.of(List.of(CrashPoint.values())), 1 + chance.below(25));
        }
        if (!calm && chance.permille(300)) {
            fresh.standsStillAt(chance.of(PAUSES), 1 + chance.below(25), chance.seconds(2, 50));
        }
        if (!calm && chance.permille(300)) {
            fresh.hearsNothing(() -> chance.isOneIn(UNHEARD));
        }
        life = fresh;
        ground.diary().note("start", fresh.number(), name);
        ground.time().strand(Duration.ZERO, fresh, () -> open(fresh));
    }

    private void open(Life fresh) {
        Town.Surroundings around = ground.town().seenBy(fresh, this);
        TradingParts own = ground.parts().of(fresh, around, name);
        parts = Optional.of(own);
        try {
            trading = Optional.of(Trading.open(own, ground.config()));
        } catch (RuntimeException failure) {
            // Its database did not let it: whoever watches over it starts it again.
            ground.diary().failure(failure);
            fresh.kill("could not start");
        }
    }

    private void died() {
        trading = Optional.empty();
        parts.ifPresent(gone -> gone.metrics().close());
        parts = Optional.empty();
        Chance chance = ground.chance();
        boolean away = !alone && !calm && chance.isOneIn(4);
        ground.time().later(away ? chance.seconds(15, 90) : chance.millis(200, 6000), this::begin);
    }

    /** From now on it is killed and stopped at any moment, so often in the mean. */
    void suffer(Duration mean) {
        ground.time()
                .later(
                        ground.chance().about(mean),
                        () -> {
                            if (!calm) {
                                hit();
                                suffer(mean);
                            }
                        });
    }

    private void hit() {
        if (trading.isEmpty()) {
            return;
        }
        if (ground.chance().isOneIn(4)) {
            life.standStill(ground.chance().seconds(1, 60));
        } else {
            ground.diary().count("killed at any time");
            life.kill("killed");
        }
    }

    /** Nothing befalls it any more. */
    void calm() {
        calm = true;
        life.isSpared();
    }

    void end() {
        life.kill("the end");
    }

    /** Empty while nobody would get an answer. */
    Optional<Trading> trading() {
        return life.stillFor(ground.time().instant()).isPositive() ? Optional.empty() : trading;
    }

    /** How many orders count at its gate; empty while it is dead. */
    Optional<Long> counted() {
        return parts.map(
                own -> (long) own.metrics().registry().get("k2_orders_counted").gauge().value());
    }

    Life life() {
        return life;
    }

    void contractEnded(ExchangeId exchange) {
        tell(open -> open.contractEnded(exchange));
    }

    @Override
    public void linkChanged(LinkChanged change) {
        tell(open -> open.linkChanged(change));
    }

    private void tell(Consumer<Trading> news) {
        trading.ifPresent(
                open -> ground.time().strand(Duration.ZERO, life, () -> news.accept(open)));
    }
}
