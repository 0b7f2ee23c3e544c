package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.OpenAffairs;
import dev.k2.audit.AuditLog;
import dev.k2.marketdata.MarketData;
import dev.k2.notifications.Notifications;
import dev.k2.platform.EventBus;
import dev.k2.platform.Health;
import dev.k2.platform.Metrics;
import dev.k2.signals.Signals;
import dev.k2.trading.Trading;
import dev.k2.watchlists.Watchlists;
import java.time.InstantSource;

/**
 * What the gateway serves. It closes none of it.
 *
 * @param affairs what people have under way, asked before an account is deleted
 * @param events where {@code OrderUpdated} and {@code SessionRevoked} are published
 */
public record GatewayParts(
        Accounts accounts,
        Trading trading,
        MarketData market,
        Notifications notifications,
        Signals signals,
        Watchlists watchlists,
        AuditLog audit,
        KeyCheck keys,
        OpenAffairs affairs,
        EventBus events,
        Health health,
        Metrics metrics,
        InstantSource clock) {}
