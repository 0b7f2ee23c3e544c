package dev.k2.gateway;

import dev.k2.marketdata.MarketData;
import dev.k2.platform.Metrics;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What the sockets of the stream share.
 *
 * @param serial runs changes of the demand, one after the other
 */
record StreamParts(
        GatewayConfig.Limits limits,
        MarketData market,
        Sessions sessions,
        Tickets tickets,
        Demand demand,
        MarketFan fan,
        PrivateFan orders,
        PrivateFan notifications,
        Executor serial,
        InstantSource clock,
        Metrics metrics) {
    PrivateFan fan(PrivateChannel channel) {
        return switch (channel) {
            case ORDERS -> orders;
            case NOTIFICATIONS -> notifications;
        };
    }
}
