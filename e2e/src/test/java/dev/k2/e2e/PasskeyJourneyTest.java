package dev.k2.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A person with passkeys, in a real browser whose authenticator is made of its developer tools. */
class PasskeyJourneyTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void aPersonAddsAPasskeyLogsInWithItAndRemovesIt() {
        Path page = Machine.webApp();
        Machine.needNodePart("playwright-core");
        try (Folder folder = new Folder();
                Server server = Server.start(Server.Place.alone(folder.path()).showing(page))) {
            NodeScript.run(
                    "passkeys.mjs",
                    Map.of(
                            "chromium", Machine.chromium(),
                            "origin", server.origin().toString(),
                            "email", server.email(),
                            "password", server.password()),
                    LIMIT,
                    question -> {
                        throw new IllegalArgumentException(
                                "The script asks nothing, but asked: " + question);
                    });
        }
    }
}
