package dev.k2.exchange;

import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import java.util.List;

/** Orders that depend on each other, placed with one request. */
public sealed interface NewOrderList {
    /** Our id of the list. */
    ClientOrderId listId();

    /** All orders in it. */
    List<NewOrder> orders();

    default Instrument instrument() {
        return orders().getFirst().instrument();
    }

    /**
     * One cancels the other: two exits of which only one may happen.
     *
     * @param above the one at the higher price
     * @param below the one at the lower price
     */
    record OneCancelsOther(ClientOrderId listId, NewOrder above, NewOrder below)
            implements NewOrderList {
        @Override
        public List<NewOrder> orders() {
            return List.of(above, below);
        }
    }

    /** One triggers the other: the second is placed once the first is filled. */
    record OneTriggersOther(ClientOrderId listId, NewOrder working, NewOrder pending)
            implements NewOrderList {
        @Override
        public List<NewOrder> orders() {
            return List.of(working, pending);
        }
    }

    /** One triggers two exits of which one cancels the other. */
    record OneTriggersTwo(ClientOrderId listId, NewOrder working, NewOrder above, NewOrder below)
            implements NewOrderList {
        @Override
        public List<NewOrder> orders() {
            return List.of(working, above, below);
        }
    }
}
