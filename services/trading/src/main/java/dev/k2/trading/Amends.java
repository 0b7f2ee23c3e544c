package dev.k2.trading;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What amends made of an order.
 *
 * @param current the terms as they are now; empty while no amend was confirmed
 * @param name what finds it at the exchange now; empty while that is the name it was sent with
 * @param carried what was filled before the exchange cancelled and created: its own count of the
 *     order that it has now begins anew
 * @param former the exchange's ids of orders that it cancelled in favour of another
 * @param wish an amend that may be on its way
 */
record Amends(
        Optional<Terms> current,
        Optional<ClientOrderId> name,
        BigDecimal carried,
        List<ExchangeOrderId> former,
        Optional<Wish> wish) {
    static final Amends NONE =
            new Amends(
                    Optional.empty(),
                    Optional.empty(),
                    BigDecimal.ZERO,
                    List.of(),
                    Optional.empty());

    Amends {
        former = List.copyOf(former);
    }

    Amends wishing(Wish next) {
        return new Amends(current, name, carried, former, Optional.of(next));
    }

    Amends dropped() {
        return new Amends(current, name, carried, former, Optional.empty());
    }

    /** The order was changed in its place. */
    Amends inPlace(Terms terms, Optional<ClientOrderId> renamed) {
        return new Amends(
                Optional.of(terms), renamed.or(() -> name), carried, former, Optional.empty());
    }

    /** The exchange cancelled the order and made another. */
    Amends replaced(
            Terms terms, ClientOrderId fresh, BigDecimal filled, Optional<ExchangeOrderId> old) {
        List<ExchangeOrderId> all = new ArrayList<>(former);
        old.ifPresent(all::add);
        return new Amends(Optional.of(terms), Optional.of(fresh), filled, all, Optional.empty());
    }
}
