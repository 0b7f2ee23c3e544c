package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.accounts.ApiKeyScope;
import dev.k2.accounts.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all calls of the contract alike. */
class EveryOperationTest {
    private static final List<Operation> OPERATIONS = load();

    /** Every call is refused before it does anything, so that all may be the same people's. */
    private static final Tokens VISITOR = House.shared().visitor();

    private static final Tokens ADMIN = House.shared().admin();
    private static final Map<ApiKeyScope, String> KEYS =
            Arrays.stream(ApiKeyScope.values())
                    .collect(
                            Collectors.toMap(
                                    scope -> scope,
                                    scope -> House.shared().key(ADMIN.user(), scope)));

    private static List<Operation> load() {
        Vertx vertx = Vertx.vertx();
        try {
            return Contract.load(vertx).await().operations();
        } finally {
            vertx.close().await();
        }
    }

    static Stream<Operation> all() {
        return OPERATIONS.stream();
    }

    static Stream<Operation> guarded() {
        return all().filter(operation -> !operation.open());
    }

    static Stream<Operation> withBody() {
        return all().filter(operation -> !operation.body().isEmpty());
    }

    @Test
    void openCallsAreTheOnesThatMustBe() {
        assertThat(all().filter(Operation::open).map(Operation::id))
                .containsExactlyInAnyOrder(
                        "register",
                        "login",
                        "loginSecondFactor",
                        "createLoginOptions",
                        "loginByPasskey",
                        "verifyEmail",
                        "resendVerification",
                        "forgotPassword",
                        "resetPassword",
                        "replacePassword",
                        "refresh",
                        "receiveSignal",
                        "getSharedWatchlist",
                        "startOauth",
                        "finishOauth",
                        "returnFromApple",
                        "getUdfConfig",
                        "getUdfTime",
                        "getUdfSymbol",
                        "listUdfSymbols",
                        "listUdfHistory",
                        "getSystem",
                        "getHealth",
                        "getLiveness",
                        "getReadiness",
                        "getComponentHealth",
                        "getMetrics",
                        "getOpenApi",
                        "getAsyncApi",
                        "getJwks");
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void needsAToken(Operation operation) {
        Browser nobody = Browser.of(House.gateway());

        Browser.Answered missing = call(nobody, operation);
        Browser.Answered forged = call(nobody.as("a.b.c"), operation);
        Browser.Answered basic = call(nobody.with("Authorization", "Basic eDp5"), operation);

        for (Browser.Answered answered : List.of(missing, forged, basic)) {
            ContractBook.assertFits(operation.id(), answered);
            ContractBook.assertError(answered);
            assertThat(answered.status()).isEqualTo(401);
            assertThat(answered.header("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(missing.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(forged.code()).isEqualTo("TOKEN_INVALID");
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void refusesARefreshTokenAsAccessToken(Operation operation) {
        Browser.Answered answered =
                call(Browser.of(House.gateway()).as(VISITOR.refresh().reveal()), operation);

        assertThat(answered.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesParametersThatItDoesNotKnow(Operation operation) {
        Browser anna = whoMay(operation);

        Browser.Answered answered =
                anna.send(
                        operation.method().name(),
                        path(operation) + "?colour=blue",
                        operation.body().isEmpty() ? null : "{}");

        ContractBook.assertFits(operation.id(), answered);
        ContractBook.assertError(answered);
        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.code()).isEqualTo("UNKNOWN_PARAMETER");
        assertThat(answered.field()).isEqualTo("colour");
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void refusesFieldsThatItDoesNotKnow(Operation operation) {
        Browser.Answered answered =
                whoMay(operation)
                        .send(operation.method().name(), path(operation), "{\"colour\":\"blue\"}");

        ContractBook.assertFits(operation.id(), answered);
        ContractBook.assertError(answered);
        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.code()).isEqualTo("UNKNOWN_FIELD");
        assertThat(answered.field()).isEqualTo("colour");
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void refusesEveryFieldOfTheWrongType(Operation operation) {
        Browser anna = whoMay(operation);

        for (Field field : operation.body().values()) {
            String wrong = field.kind() == Field.Kind.OTHER ? "[]" : "{\"a\":1}";
            Browser.Answered answered =
                    anna.send(
                            operation.method().name(),
                            path(operation),
                            only(operation, field.name(), wrong));

            ContractBook.assertFits(operation.id(), answered);
            ContractBook.assertError(answered);
            assertThat(answered.status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void tellsWhichMethodsItsAddressTakes(Operation operation) {
        Browser.Answered answered = person(VISITOR).send("PATCH", path(operation), null);

        ContractBook.assertError(answered);
        assertThat(answered.status()).isEqualTo(405);
        assertThat(answered.header("Allow")).contains(operation.method().name());
    }

    /** ASVS 8.2.1: nobody forgets to say who may make a new call. */
    @Test
    void everyCallSaysWhoMayMakeIt() {
        assertThat(ContractBook.scopes().keySet()).isEqualTo(ContractBook.operations());
        assertThat(ContractBook.scopes().values())
                .allMatch(
                        text -> Arrays.stream(Scope.values()).anyMatch(s -> s.text().equals(text)));
        assertThat(all().filter(Operation::stepUp).map(Operation::scope))
                .allMatch(scope -> scope == Scope.SESSION || scope == Scope.ADMIN);
    }

    /** ASVS 8.2.1: a key does what its scopes say, and nothing that manages anything. */
    @ParameterizedTest
    @MethodSource("guarded")
    void letsKeysDoWhatTheirScopesSay(Operation operation) {
        for (ApiKeyScope scope : ApiKeyScope.values()) {
            Browser program =
                    Browser.of(House.gateway()).as(Objects.requireNonNull(KEYS.get(scope)));

            Browser.Answered answered =
                    program.send(operation.method().name(), path(operation) + "?colour=blue", null);

            boolean may = operation.scope().text().equals(scope.text());
            ContractBook.assertFits(operation.id(), answered);
            assertThat(answered.code()).isEqualTo(may ? "UNKNOWN_PARAMETER" : "INSUFFICIENT_SCOPE");
            if (!may) {
                assertThat(answered.status()).isEqualTo(403);
                assertThat(answered.error().getJsonObject("details").getString("scope"))
                        .isEqualTo(operation.scope().text());
            }
        }
    }

    static Stream<Operation> administrative() {
        return all().filter(operation -> operation.scope() == Scope.ADMIN);
    }

    @ParameterizedTest
    @MethodSource("administrative")
    void refusesThoseWhoDoNotAdminister(Operation operation) {
        Browser.Answered answered = call(person(VISITOR), operation);

        ContractBook.assertFits(operation.id(), answered);
        assertThat(answered.status()).isEqualTo(403);
        assertThat(answered.code()).isEqualTo("INSUFFICIENT_SCOPE");
    }

    @Test
    void everyCallHasAnAddressOfItsOwn() {
        assertThat(OPERATIONS.stream().map(o -> o.method() + " " + o.route()))
                .doesNotHaveDuplicates();
        assertThat(OPERATIONS).hasSameSizeAs(ContractBook.operations());
        assertThat(OPERATIONS)
                .allMatch(o -> o.method().equals(HttpMethod.valueOf(o.method().name())));
    }

    /** Who may make this call, as far as it is a matter of who they are. */
    private static Browser whoMay(Operation operation) {
        return person(operation.scope() == Scope.ADMIN ? ADMIN : VISITOR);
    }

    private static Browser person(Tokens tokens) {
        return Browser.of(House.gateway()).as(tokens.access().reveal());
    }

    private static Browser.Answered call(Browser browser, Operation operation) {
        return browser.send(
                operation.method().name(),
                path(operation),
                operation.body().isEmpty() ? null : "{}");
    }

    private static String path(Operation operation) {
        return operation
                .route()
                .replace("{id}", UUID.randomUUID().toString())
                .replace("{exchange}", "okx")
                .replace("{instrument}", "BTC-USDT")
                .replace("{provider}", "google")
                .replace("{token}", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ")
                .replace("{event}", "KXBTC-26JAN06")
                .replace("{component}", "database");
    }

    private static String only(Operation operation, String wrongField, String wrong) {
        StringBuilder body = new StringBuilder("{");
        for (Field field : operation.body().values()) {
            if (field.name().equals(wrongField)) {
                body.append('"').append(field.name()).append("\":").append(wrong);
            }
        }
        return body.append('}').toString();
    }
}
