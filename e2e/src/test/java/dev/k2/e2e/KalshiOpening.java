package dev.k2.e2e;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.kalshi.KalshiConfig;
import dev.k2.exchange.kalshi.KalshiExchange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Opens Kalshi, which tells its streams to nobody without a key. */
record KalshiOpening(Optional<Credentials> key, Duration timeout) implements Wire.Opening {
    @Override
    public Wire.Opening as(Credentials credentials) {
        return new KalshiOpening(Optional.of(credentials), timeout);
    }

    @Override
    public Exchange at(int port, InstantSource clock, Optional<Path> state) {
        KalshiConfig usual = KalshiConfig.sim(port).withTimeout(timeout);
        KalshiConfig named = key.map(usual::withDataKey).orElse(usual);
        return KalshiExchange.open(state.map(named::withStateFolder).orElse(named), clock);
    }
}
