package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code k2 admin create}, from the shell to what an administrator may do: ASVS 6.4.1, 6.4.6. */
class FirstAdministratorTest {
    private static final Duration COMMAND_WITHIN = Duration.ofMinutes(2);
    private static final String FIRST = "First password, shown this once: ";
    private static final String OWN = "a password that nobody handed over";

    @Test
    void anAdministratorIsMadeOnTheMachineAndSetsAPasswordOfTheirOwn() {
        try (Folder folder = new Folder();
                Server server = Server.start(Server.Place.alone(folder.path()))) {
            String email = "admin-" + UUID.randomUUID() + "@example.org";
            Child made = command(folder, "--email", email);
            String first =
                    made.line("the first password", line -> line.startsWith(FIRST), COMMAND_WITHIN)
                            .substring(FIRST.length());
            Http http = new Http(server.origin());

            Http.Answer refused = http.send("POST", "/v1/auth/login", credentials(email, first));
            Http.Answer same = replace(http, email, first, first);
            Http.Answer replaced = replace(http, email, first, OWN);
            Http.Answer again = replace(http, email, first, OWN + " again");
            Http.Answer old = http.send("POST", "/v1/auth/login", credentials(email, first));
            Api admin = Api.login(http, email, OWN);

            assertThat(made.exit(COMMAND_WITHIN)).as(made.output()).isZero();
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.errorCode()).isEqualTo("PASSWORD_CHANGE_REQUIRED");
            assertThat(same.status()).as(same.text()).isEqualTo(400);
            assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
            assertThat(again.errorCode()).isEqualTo("PASSWORD_WRONG");
            assertThat(old.status()).isEqualTo(401);
            assertThat(server.output()).doesNotContain(first).doesNotContain(OWN);
            JsonNode people = admin.get("/v1/admin/users?email=" + email).data(200);
            assertThat(people.path(0).path("role").asText()).isEqualTo("admin");
            JsonNode trail = admin.get("/v1/admin/audit?action=admin.create").data(200);
            assertThat(trail).hasSize(1);
            assertThat(trail.toString()).doesNotContain(first);
        }
    }

    @Test
    void somebodyWhoIsHereAlreadyIsPromotedOnlyWhereThatIsSaid() {
        try (Folder folder = new Folder();
                Server server = Server.start(Server.Place.alone(folder.path()))) {
            Child refused = command(folder, "--email", server.email());
            Child unwanted = command(folder, "--email", "no address");
            Child promoted = command(folder, "--email", server.email(), "--promote");

            assertThat(refused.exit(COMMAND_WITHIN)).isNotZero();
            assertThat(refused.output()).contains("--promote");
            assertThat(unwanted.exit(COMMAND_WITHIN)).isNotZero();
            assertThat(promoted.exit(COMMAND_WITHIN)).as(promoted.output()).isZero();
            assertThat(promoted.output()).doesNotContain(FIRST);
            assertThat(server.login().get("/v1/users/me").data(200).path("role").asText())
                    .isEqualTo("admin");
        }
    }

    private static Child command(Folder folder, String... words) {
        String[] all = new String[words.length + 4];
        all[0] = "admin";
        all[1] = "create";
        all[2] = "--data";
        all[3] = folder.path().toString();
        System.arraycopy(words, 0, all, 4, words.length);
        return Program.start(all);
    }

    private static Http.Answer replace(Http http, String email, String old, String next) {
        String body =
                Api.object()
                        .put("email", email)
                        .put("password", old)
                        .put("new_password", next)
                        .toString();
        return http.send("POST", "/v1/auth/password/first", body);
    }

    private static String credentials(String email, String password) {
        return Api.object().put("email", email).put("password", password).toString();
    }
}
