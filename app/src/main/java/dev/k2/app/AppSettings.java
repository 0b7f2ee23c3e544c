package dev.k2.app;

import dev.k2.accounts.AccountsSettings;
import dev.k2.gateway.ConsentServer;
import dev.k2.gateway.EdgeSettings;
import dev.k2.gateway.IdentityServer;
import dev.k2.marketdata.CandleRetention;
import dev.k2.platform.K2Settings;
import dev.k2.platform.Settings;
import java.net.URI;
import java.util.List;

/** All that can be set, each part's own. */
record AppSettings(
        K2Settings k2,
        AccountsSettings accounts,
        List<ConsentServer> consentServers,
        List<IdentityServer> identityServers,
        Mailing mailing,
        KeySettings keys,
        AuditSettings audit,
        PaperSettings paper,
        CandleRetention candles,
        EdgeSettings edge) {
    /**
     * Reads every key there is; what is wrong with them, {@link Settings#check()} says after it.
     */
    static AppSettings from(Settings settings) {
        return new AppSettings(
                K2Settings.from(settings),
                AccountsSettings.from(settings),
                ConsentServer.from(settings),
                IdentityServer.from(settings),
                Mailing.from(settings),
                KeySettings.from(settings),
                AuditSettings.from(settings),
                PaperSettings.from(settings),
                CandleRetention.from(settings),
                EdgeSettings.from(settings));
    }

    /**
     * Where people find the web app: its public address, or this machine where none is set.
     *
     * @param port where the gateway listens
     */
    URI home(int port) {
        String scheme = edge.tls().isPresent() ? "https" : "http";
        return mailing.home().orElseGet(() -> URI.create(scheme + "://localhost:" + port));
    }
}
