package dev.k2.gateway;

import dev.k2.platform.K2Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The machine's clock, put forward by hand. */
final class ShiftedClock implements InstantSource {
    private final InstantSource real = K2Clock.system();
    private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

    void forward(Duration by) {
        shift.updateAndGet(before -> before.plus(by));
    }

    @Override
    public Instant instant() {
        return real.instant().plus(shift.get());
    }
}
