package dev.k2.app;

import dev.k2.platform.DataDirectory;
import dev.k2.platform.DatabaseAddress;
import dev.k2.platform.EmbeddedPostgres;
import dev.k2.platform.K2Settings;
import java.util.Optional;
import java.util.function.Consumer;

/** Where commands find the database of an installation, whether servers run or not. */
final class InstallationDatabase {
    private InstallationDatabase() {}

    static void use(K2Settings settings, Consumer<DatabaseAddress> work) {
        Optional<DatabaseAddress> elsewhere =
                settings.databaseUrl()
                        .map(DatabaseAddress::parse)
                        .or(() -> EmbeddedPostgres.running(settings.data()));
        if (elsewhere.isPresent()) {
            work.accept(elsewhere.get());
            return;
        }
        // Nobody runs the database, so it is started for as long as this takes.
        try (DataDirectory directory = DataDirectory.open(settings.data());
                EmbeddedPostgres postgres = EmbeddedPostgres.start(settings.home(), directory)) {
            work.accept(postgres.address());
        }
    }
}
