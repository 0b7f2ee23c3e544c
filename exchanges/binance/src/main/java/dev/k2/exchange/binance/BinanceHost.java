package dev.k2.exchange.binance;

import dev.k2.exchange.net.RestHost;
import dev.k2.model.ExchangeId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of Binance's REST hosts and how it is treated.
 *
 * @param exchange whose host it is, for errors
 * @param rest its base address, without a path
 * @param timePath where it tells its time
 * @param recvWindow how old a signed request may be when Binance gets it
 * @param timeout how long one request may take
 * @param clockOffsetMax how far our clock may be off before signing stops
 */
record BinanceHost(
        ExchangeId exchange,
        URI rest,
        String timePath,
        Duration recvWindow,
        Duration timeout,
        Duration clockOffsetMax) {
    /** How calls to it are made. */
    RestHost settings(Optional<Path> stateFolder) {
        return new RestHost(
                BinanceErrors.of(exchange),
                rest,
                timeout,
                clockOffsetMax,
                stateFolder,
                Set.of(
                        BinanceHttp.USED_WEIGHT,
                        "x-mbx-order-count-10s",
                        "x-mbx-order-count-1m",
                        "x-mbx-order-count-1d",
                        BinanceHttp.RETRY_AFTER),
                Map.of());
    }
}
