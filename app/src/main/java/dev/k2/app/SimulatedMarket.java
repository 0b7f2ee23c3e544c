package dev.k2.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k2.exchange.Credentials;
import dev.k2.model.ExchangeId;
import dev.k2.platform.StartFailure;
import dev.k2.sim.SimAccount;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The simulated exchanges as the program sees them: in this process, or in one of their own that
 * goes on while this one is killed.
 */
sealed interface SimulatedMarket extends AutoCloseable {
    /** The port of an exchange. */
    int port(ExchangeId exchange);

    /** The keys of everyone who may trade there. */
    List<SimAccount> accounts();

    @Override
    void close();

    /** The keys of the account that the demo user trades with. */
    default Optional<Credentials> demo(ExchangeId exchange) {
        return accounts().stream()
                .filter(a -> a.exchange().equals(exchange.text()) && a.account().equals("demo"))
                .findFirst()
                .map(SimulatedMarket::credentials);
    }

    private static Credentials credentials(SimAccount account) {
        return new Credentials(
                account.apiKey(),
                account.apiSecret(),
                Optional.of(account.passphrase()).filter(p -> !p.isEmpty()),
                Optional.of(account.privateKeyPem()).filter(p -> !p.isEmpty()));
    }

    /** Starts them in this process. */
    static SimulatedMarket here(SimConfig config) {
        return new Here(Venues.simulate(config));
    }

    /** Uses those that run elsewhere on this machine. */
    static SimulatedMarket elsewhere(int portBase) throws InterruptedException {
        return new Elsewhere(portBase, Elsewhere.ask(portBase));
    }

    /** In this process. */
    record Here(SimulatedExchanges exchanges) implements SimulatedMarket {
        @Override
        public int port(ExchangeId exchange) {
            return exchanges.port(exchange.text());
        }

        @Override
        public List<SimAccount> accounts() {
            return exchanges.accounts();
        }

        @Override
        public void close() {
            exchanges.close();
        }
    }

    /** In a process of their own, found by their ports. */
    record Elsewhere(int portBase, List<SimAccount> accounts) implements SimulatedMarket {
        private static final Duration LIMIT = Duration.ofSeconds(10);

        @Override
        public int port(ExchangeId exchange) {
            return portBase
                    + Venues.find(exchange)
                            .map(venue -> venue.simulated().portOffset())
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "nothing simulates " + exchange));
        }

        @Override
        public void close() {
            // Whoever started them stops them.
        }

        private static List<SimAccount> ask(int portBase) throws InterruptedException {
            URI address = URI.create("http://127.0.0.1:" + portBase + "/accounts");
            try (HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
                HttpResponse<String> answer =
                        http.send(
                                HttpRequest.newBuilder(address).timeout(LIMIT).build(),
                                HttpResponse.BodyHandlers.ofString());
                return read(new ObjectMapper().readTree(answer.body()));
            } catch (IOException unreachable) {
                throw new StartFailure(
                        "No simulated exchanges answer at " + address + ".",
                        "Start them with: ./k2 sim --port-base " + portBase,
                        unreachable);
            }
        }

        private static List<SimAccount> read(JsonNode list) {
            List<SimAccount> accounts = new ArrayList<>();
            for (JsonNode account : list) {
                accounts.add(
                        new SimAccount(
                                account.path("exchange").asText(),
                                account.path("account").asText(),
                                account.path("key_type").asText(),
                                account.path("api_key").asText(),
                                account.path("api_secret").asText(),
                                account.path("passphrase").asText(),
                                account.path("private_key_pem").asText()));
            }
            return accounts;
        }
    }
}
