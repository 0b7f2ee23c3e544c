package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import java.util.List;
import java.util.Optional;

/**
 * What a kill switch covers.
 *
 * @param user empty for everybody
 * @param exchange empty for every exchange
 */
record Cover(Optional<UserId> user, Optional<ExchangeId> exchange) {
    static Cover of(UserId user, Optional<ExchangeId> exchange) {
        return new Cover(Optional.of(user), exchange);
    }

    static Cover everybody(Optional<ExchangeId> exchange) {
        return new Cover(Optional.empty(), exchange);
    }

    /** Every switch that would stop an order of a user at an exchange, the widest first. */
    static List<Cover> over(UserId user, ExchangeId exchange) {
        return List.of(
                everybody(Optional.empty()),
                everybody(Optional.of(exchange)),
                of(user, Optional.empty()),
                of(user, Optional.of(exchange)));
    }

    boolean covers(Links.Link link) {
        return user.map(link.user()::equals).orElse(true)
                && exchange.map(one -> one == link.exchange()).orElse(true);
    }

    KillSwitch.Whose whose() {
        return user.isPresent() ? KillSwitch.Whose.USER : KillSwitch.Whose.INSTALLATION;
    }
}
