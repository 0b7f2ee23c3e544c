package dev.k2.app;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.model.ExchangeId;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Which exchanges a run trades with. One run has one world, and none stands in for another. */
sealed interface World {
    List<Venue> venues();

    ExchangeConfig config(Venue venue, InstantSource clock);

    /** Mode sim: simulated exchanges on this machine. */
    record Simulated(SimulatedMarket market) implements World {
        @Override
        public List<Venue> venues() {
            return Venues.ALL;
        }

        @Override
        public ExchangeConfig config(Venue venue, InstantSource clock) {
            URI address = URI.create("http://127.0.0.1:" + market.port(venue.id()));
            return withDataKey(ExchangeConfig.sim(address, clock), market.demo(venue.id()));
        }
    }

    /** Mode paper: the exchanges' own test networks. */
    record Paper(PaperSettings settings) implements World {
        @Override
        public List<Venue> venues() {
            return settings.venues();
        }

        @Override
        public ExchangeConfig config(Venue venue, InstantSource clock) {
            ExchangeConfig config =
                    switch (venue.paper()) {
                        case TESTNET -> ExchangeConfig.testnet(clock);
                        case DEMO -> ExchangeConfig.demo(clock);
                    };
            return withDataKey(config, key(venue.id()));
        }

        private Optional<dev.k2.exchange.Credentials> key(ExchangeId id) {
            return Optional.ofNullable(settings.keys().get(id)).map(ShownKeys::inExchangesWords);
        }
    }

    /** Some exchanges tell public data to those only who say who they are. */
    private static ExchangeConfig withDataKey(
            ExchangeConfig config, Optional<dev.k2.exchange.Credentials> key) {
        return key.map(config::withDataKey).orElse(config);
    }
}
