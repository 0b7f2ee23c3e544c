package dev.k2.sim;

import io.vertx.core.Future;

/** Knows how to open one kind of exchange. */
public interface SimVenueFactory {
    String exchange();

    /** Its place behind the base port. */
    int portOffset();

    /** Opens it. Called on the context that it shall live on. */
    Future<SimVenue> open(VenueSetup setup);
}
