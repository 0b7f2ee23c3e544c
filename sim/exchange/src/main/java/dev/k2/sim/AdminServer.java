package dev.k2.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The administration's HTTP: who trades here, what shall go wrong, what was accepted. For tests and developers. */
final class AdminServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BODY_MAX = 1 << 20;

    private final FaultTable faults;
    private final List<SimVenue> venues;
    private final InstantSource clock;
    private final HttpServer server;

    AdminServer(Vertx vertx, FaultTable faults, List<SimVenue> venues, InstantSource clock) {
        this.faults = faults;
        this.venues = venues;
        this.clock = clock;
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_MAX));
        router.get("/").handler(this::health);
        router.get("/health").handler(this::health);
        router.get("/accounts").handler(this::accounts);
        router.post("/accounts").handler(this::openAccount);
        router.post("/accounts/:exchange/:account/deposit").handler(this::deposit);
        router.get("/accounts/:exchange/:account/balances").handler(this::balances);
        router.get("/faults").handler(this::listFaults);
        router.put("/faults").handler(this::putFaults);
        router.delete("/faults").handler(this::clearFaults);
        router.delete("/faults/:id").handler(this::deleteFault);
        router.put("/settings/:exchange").handler(this::settings);
        router.get("/ledger").handler(this::ledger);
        router.get("/market/:exchange").handler(this::markets);
        router.get("/market/:exchange/:symbol").handler(this::market);
        router.post("/market/:exchange/:symbol").handler(this::list);
        router.delete("/market/:exchange/:symbol").handler(this::delist);
        router.post("/market/:exchange/:symbol/trade").handler(this::trade);
        router.post("/market/:exchange/:symbol/price").handler(this::price);
        router.post("/market/:exchange/:symbol/:deed").handler(this::act);
        router.route().failureHandler(AdminServer::failed);
        this.server =
                vertx.createHttpServer(new HttpServerOptions().setReuseAddress(true))
                        .requestHandler(router);
    }

    Future<HttpServer> listen(String host, int port) {
        return server.listen(port, host)
                .recover(
                        e ->
                                Future.failedFuture(
                                        new IllegalStateException(
                                                "the simulated exchanges' administration cannot"
                                                        + " listen on port "
                                                        + port
                                                        + ": "
                                                        + e.getMessage(),
                                                e)));
    }

    int port() {
        return server.actualPort();
    }

    private void health(RoutingContext request) {
        ObjectNode answer = JSON.createObjectNode().put("status", "up");
        ArrayNode exchanges = answer.putArray("exchanges");
        venues.forEach(
                venue ->
                        exchanges
                                .addObject()
                                .put("exchange", venue.exchange())
                                .put("port", venue.port()));
        answer(request, 200, answer);
    }

    private void accounts(RoutingContext request) {
        everywhere(
                request,
                venue -> {
                    ArrayNode list = JSON.createArrayNode();
                    venue.floor()
                            .accounts()
                            .forEach(account -> list.add(AdminWords.account(account)));
                    return list;
                });
    }

    private void openAccount(RoutingContext request) {
        JsonNode body = body(request);
        SimVenue venue = venue(AdminWords.text(body, "exchange"));
        Map<String, BigDecimal> balances = new HashMap<>();
        body.path("balances")
                .properties()
                .forEach(b -> balances.put(b.getKey(), new BigDecimal(b.getValue().asText())));
        ApiKey.Kind kind = ApiKey.Kind.valueOf(body.path("key_type").asText("HMAC"));
        String pem = body.has("public_key_pem") ? body.path("public_key_pem").asText() : null;
        at(
                request,
                venue,
                201,
                () -> {
                    Account account =
                            venue.floor()
                                    .openAccount(
                                            AdminWords.text(body, "account"),
                                            kind,
                                            pem,
                                            body.path("trades").asBoolean(true),
                                            body.path("withdraws").asBoolean(false),
                                            balances);
                    return AdminWords.account(SimAccount.of(venue.exchange(), account));
                });
    }

    private void deposit(RoutingContext request) {
        JsonNode body = body(request);
        SimVenue venue = venue(path(request, "exchange"));
        at(
                request,
                venue,
                200,
                () -> {
                    MatchingEngine engine = venue.floor().engine();
                    Account account = known(engine.account(path(request, "account")), "account");
                    engine.deposit(
                            account,
                            AdminWords.text(body, "asset"),
                            new BigDecimal(AdminWords.text(body, "amount")));
                    return AdminWords.balances(account);
                });
    }

    private void balances(RoutingContext request) {
        SimVenue venue = venue(path(request, "exchange"));
        at(
                request,
                venue,
                200,
                () ->
                        AdminWords.balances(
                                known(
                                        venue.floor().engine().account(path(request, "account")),
                                        "account")));
    }

    private void settings(RoutingContext request) {
        JsonNode body = body(request);
        SimVenue venue = venue(path(request, "exchange"));
        at(
                request,
                venue,
                200,
                () -> {
                    body.properties()
                            .forEach(field -> venue.set(field.getKey(), field.getValue().asLong()));
                    return body;
                });
    }

    private void listFaults(RoutingContext request) {
        ArrayNode list = JSON.createArrayNode();
        faults.standing().forEach(standing -> list.add(AdminWords.fault(standing)));
        answer(request, 200, list);
    }

    private void putFaults(RoutingContext request) {
        JsonNode body = body(request);
        List<Fault> wanted = new ArrayList<>();
        for (JsonNode one : body.isArray() ? body : JSON.createArrayNode().add(body)) {
            wanted.add(
                    AdminWords.fault(
                            one, clock.millis(), faults.standing().size() + wanted.size() + 1));
        }
        List<Future<?>> done = new ArrayList<>();
        ArrayNode answer = JSON.createArrayNode();
        for (Fault fault : wanted) {
            if (!fault.kind().immediate()) {
                faults.put(fault);
            }
            answer.add(AdminWords.fault(new FaultTable.Standing(fault, 0, 0)));
            for (SimVenue venue : struck(fault)) {
                done.add(
                        SimulatedExchanges.onVenue(
                                venue,
                                () -> {
                                    venue.faultOn(fault);
                                    return venue;
                                }));
            }
        }
        answerAfter(request, Future.all(done), answer);
    }

    private void clearFaults(RoutingContext request) {
        off(request, faults.standing());
    }

    private void deleteFault(RoutingContext request) {
        String id = path(request, "id");
        List<FaultTable.Standing> found =
                faults.standing().stream()
                        .filter(standing -> standing.fault().id().equals(id))
                        .toList();
        if (found.isEmpty()) {
            answer(request, 404, AdminWords.error("there is no fault with id " + id));
            return;
        }
        off(request, found);
    }

    private void off(RoutingContext request, List<FaultTable.Standing> standings) {
        List<Future<?>> done = new ArrayList<>();
        for (FaultTable.Standing standing : standings) {
            Fault fault = standing.fault();
            faults.remove(fault.id());
            for (SimVenue venue : struck(fault)) {
                done.add(
                        SimulatedExchanges.onVenue(
                                venue,
                                () -> {
                                    venue.faultOff(fault);
                                    return venue;
                                }));
            }
        }
        answerAfter(
                request,
                Future.all(done),
                JSON.createObjectNode().put("removed", standings.size()));
    }

    private void ledger(RoutingContext request) {
        String exchange = request.queryParams().get("exchange");
        String account = request.queryParams().get("account");
        String clientOrderId = request.queryParams().get("client_order_id");
        everywhere(
                request,
                venue -> {
                    ArrayNode list = JSON.createArrayNode();
                    if (exchange != null && !exchange.equals(venue.exchange())) {
                        return list;
                    }
                    for (Order order : venue.floor().engine().archive().all()) {
                        boolean wanted =
                                (account == null || account.equals(order.account().name()))
                                        && (clientOrderId == null
                                                || AdminWords.isCalled(order, clientOrderId));
                        if (wanted) {
                            list.add(AdminWords.order(venue.exchange(), order));
                        }
                    }
                    return list;
                });
    }

    private void market(RoutingContext request) {
        SimVenue venue = venue(path(request, "exchange"));
        at(request, venue, 200, () -> AdminWords.market(market(request, venue)));
    }

    private void markets(RoutingContext request) {
        SimVenue venue = venue(path(request, "exchange"));
        at(
                request,
                venue,
                200,
                () -> {
                    MatchingEngine engine = venue.floor().engine();
                    ArrayNode list = JSON.createArrayNode();
                    for (Market market : engine.everyMarket()) {
                        list.add(AdminWords.standing(market, engine.lists(market)));
                    }
                    return list;
                });
    }

    private void list(RoutingContext request) {
        JsonNode body = body(request);
        SimVenue venue = venue(path(request, "exchange"));
        Market.Status status = Market.Status.valueOf(body.path("status").asText("TRADING"));
        String symbol = path(request, "symbol");
        at(
                request,
                venue,
                200,
                () -> AdminWords.standing(venue.floor().list(symbol, status), true));
    }

    private void delist(RoutingContext request) {
        SimVenue venue = venue(path(request, "exchange"));
        String symbol = path(request, "symbol");
        at(
                request,
                venue,
                200,
                () -> {
                    venue.floor().delist(symbol);
                    return JSON.createObjectNode().put("symbol", symbol).put("listed", false);
                });
    }

    private void trade(RoutingContext request) {
        JsonNode body = body(request);
        SimVenue venue = venue(path(request, "exchange"));
        at(
                request,
                venue,
                200,
                () -> {
                    Market market = market(request, venue);
                    long quantity =
                            market.listing()
                                    .quantityUnits(
                                            new BigDecimal(AdminWords.text(body, "quantity")));
                    maker(venue, market)
                            .trade(Side.valueOf(AdminWords.text(body, "side")), quantity);
                    return AdminWords.market(market);
                });
    }

    private void price(RoutingContext request) {
        JsonNode body = body(request);
        SimVenue venue = venue(path(request, "exchange"));
        at(
                request,
                venue,
                200,
                () -> {
                    Market market = market(request, venue);
                    long price =
                            market.listing()
                                    .priceUnits(new BigDecimal(AdminWords.text(body, "price")));
                    maker(venue, market)
                            .moveTo(price, Duration.ofSeconds(body.path("hold_s").asLong(60)));
                    return AdminWords.market(market);
                });
    }

    private void act(RoutingContext request) {
        JsonNode body = body(request);
        SimVenue venue = venue(path(request, "exchange"));
        at(
                request,
                venue,
                200,
                () -> venue.act(path(request, "symbol"), path(request, "deed"), body));
    }

    private List<SimVenue> struck(Fault fault) {
        return venues.stream()
                .filter(
                        venue ->
                                fault.exchange().equals("*")
                                        || fault.exchange().equals(venue.exchange()))
                .toList();
    }

    private SimVenue venue(@Nullable String exchange) {
        return venues.stream()
                .filter(venue -> venue.exchange().equals(exchange))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no simulated exchange is called " + exchange));
    }

    private static Market market(RoutingContext request, SimVenue venue) {
        return known(venue.floor().engine().market(path(request, "symbol")), "market");
    }

    private static Maker maker(SimVenue venue, Market market) {
        return known(venue.floor().maker(market), "market maker");
    }

    private static String path(RoutingContext request, String name) {
        String value = request.pathParam(name);
        return value == null ? "" : value;
    }

    private static <T> T known(@Nullable T thing, String what) {
        if (thing == null) {
            throw new IllegalArgumentException("there is no such " + what);
        }
        return thing;
    }

    private interface Listed {
        ArrayNode of(SimVenue venue);
    }

    private void everywhere(RoutingContext request, Listed listed) {
        List<Future<ArrayNode>> parts = new ArrayList<>();
        for (SimVenue venue : venues) {
            parts.add(SimulatedExchanges.onVenue(venue, () -> listed.of(venue)));
        }
        Future.all(parts)
                .onComplete(
                        done -> {
                            if (done.failed()) {
                                request.fail(done.cause());
                                return;
                            }
                            ArrayNode all = JSON.createArrayNode();
                            parts.forEach(part -> all.addAll(part.result()));
                            answer(request, 200, all);
                        });
    }

    private static void at(
            RoutingContext request, SimVenue venue, int status, Callable<JsonNode> work) {
        SimulatedExchanges.onVenue(venue, work)
                .onComplete(
                        done -> {
                            if (done.failed()) {
                                request.fail(done.cause());
                            } else {
                                answer(request, status, done.result());
                            }
                        });
    }

    private static void answerAfter(RoutingContext request, Future<?> done, JsonNode answer) {
        done.onComplete(
                result -> {
                    if (result.failed()) {
                        request.fail(result.cause());
                    } else {
                        answer(request, 200, answer);
                    }
                });
    }

    private static JsonNode body(RoutingContext request) {
        try {
            return JSON.readTree(
                    request.body().buffer() == null ? "{}" : request.body().asString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body must be JSON", e);
        }
    }

    private static void answer(RoutingContext request, int status, JsonNode body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.toString());
    }

    private static void failed(RoutingContext request) {
        Throwable cause = request.failure();
        boolean asked =
                cause instanceof IllegalArgumentException || cause instanceof ArithmeticException;
        int status = cause == null ? request.statusCode() : asked ? 400 : 500;
        String message = cause == null ? "failed" : String.valueOf(cause.getMessage());
        answer(request, status, AdminWords.error(message));
    }
}
