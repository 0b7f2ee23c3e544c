package dev.k2.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The mail that a server in mode sim shows in place of sending it. */
final class Mails {
    private Mails() {}

    /** The token in the newest mail to an address that has one. */
    static Optional<String> token(Http http, String email) {
        JsonNode mail =
                http.send("GET", "/dev/mail", null, Map.of("Accept", "application/json")).data(200);
        return StreamSupport.stream(mail.spliterator(), false)
                .filter(letter -> letter.path("to").asText().equals(email))
                .map(letter -> letter.path("text").asText())
                .filter(text -> text.contains("#token="))
                .map(text -> text.split("#token=", 2)[1].lines().findFirst().orElseThrow())
                .findFirst();
    }
}
