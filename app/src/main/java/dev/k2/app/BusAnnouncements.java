package dev.k2.app;

import dev.k2.model.BalancesChanged;
import dev.k2.model.OrderUpdated;
import dev.k2.model.PositionSettled;
import dev.k2.platform.EventBus;
import dev.k2.trading.Announcements;

/** Trading's news on the event bus. */
record BusAnnouncements(EventBus bus) implements Announcements {
    @Override
    public void orderUpdated(OrderUpdated event) {
        bus.publish(event);
    }

    @Override
    public void positionSettled(PositionSettled event) {
        bus.publish(event);
    }

    @Override
    public void balancesChanged(BalancesChanged event) {
        bus.publish(event);
    }
}
