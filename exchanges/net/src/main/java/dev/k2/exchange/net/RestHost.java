package dev.k2.exchange.net;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of an exchange's REST hosts and how it is treated.
 *
 * @param errors how failures are put; whose host it is
 * @param address without a path
 * @param timeout how long one request may take, and how long a question may wait for its limits
 * @param clockOffsetMax how far our clock may be off before signing stops
 * @param stateFolder where a silence is kept over a restart
 * @param headersLogged names of answer headers that may stand in a log, in lower case
 * @param headersAlways sent with every request, such as the one that asks for a demo; no secrets
 */
public record RestHost(
        ExchangeErrors errors,
        URI address,
        Duration timeout,
        Duration clockOffsetMax,
        Optional<Path> stateFolder,
        Set<String> headersLogged,
        Map<String, String> headersAlways) {
    public RestHost {
        headersLogged = Set.copyOf(headersLogged);
        headersAlways = Map.copyOf(headersAlways);
    }

    /** Whom the exchange counts by: everyone behind this machine's address. */
    LimitHolder holder() {
        return LimitHolder.address(errors.exchange(), address);
    }

    HttpSettings settings() {
        return HttpSettings.usual(headersLogged).withHeaders(headersAlways);
    }
}
