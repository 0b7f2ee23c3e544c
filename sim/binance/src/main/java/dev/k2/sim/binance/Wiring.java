package dev.k2.sim.binance;

/**
 * What differs between one of Binance's products and another.
 *
 * @param apiPath where its WebSocket API is
 * @param connectionWeight what connecting to the WebSocket API costs
 * @param subscribable true when user data can be subscribed to on the WebSocket API
 * @param tick what happens every tenth of a second
 */
record Wiring(
        CallTable calls,
        String apiPath,
        long connectionWeight,
        boolean subscribable,
        UserHub users,
        UserSessions sessions,
        StreamRoutes routes,
        Runnable tick) {}
