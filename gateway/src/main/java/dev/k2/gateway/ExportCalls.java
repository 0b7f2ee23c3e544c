package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.DocumentKind;
import dev.k2.accounts.Person;
import dev.k2.accounts.Session;
import dev.k2.model.Order;
import dev.k2.model.UserId;
import dev.k2.trading.Cursor;
import dev.k2.trading.OrderFilter;
import dev.k2.trading.Page;
import dev.k2.trading.Trading;
import dev.k2.watchlists.Watchlists;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Everything of one person in one answer. */
final class ExportCalls {
    private static final int PAGES_MAX = 100;

    private final Accounts accounts;
    private final Trading trading;
    private final Watchlists watchlists;

    ExportCalls(Accounts accounts, Trading trading, Watchlists watchlists) {
        this.accounts = accounts;
        this.trading = trading;
        this.watchlists = watchlists;
    }

    Map<String, Call> all() {
        return Map.of("exportMe", this::export);
    }

    private Reply export(Asked asked) {
        return accounts.people()
                .find(asked.caller().user())
                .map(person -> Reply.ok(whole(person)))
                .orElseGet(() -> Reply.refused(Problem.unauthenticated()));
    }

    private JsonObject whole(Person person) {
        UserId user = person.user().id();
        JsonObject all =
                new JsonObject()
                        .put("profile", UserJson.of(person))
                        .put("settings", document(user, DocumentKind.SETTINGS))
                        .put("preferences", document(user, DocumentKind.PREFERENCES))
                        .put("kyc", UserJson.kyc(accounts.people().kyc(user).orElseGet(List::of)))
                        .put("sessions", array(accounts.sessions(user), ExportCalls::session))
                        .put("api_keys", array(accounts.apiKeys().list(user), ApiKeyJson::of))
                        .put(
                                "identities",
                                array(accounts.identities().list(user), OauthCalls::json))
                        .put("passkeys", array(accounts.passkeys().list(user), PasskeyCalls::json))
                        .put("links", array(accounts.links().list(user), LinkJson::of))
                        .put("watchlists", array(watchlists.list(user), WatchlistJson::of));
        return addOrders(all, user);
    }

    private JsonObject document(UserId user, DocumentKind kind) {
        return UserJson.of(accounts.documents().find(user, kind));
    }

    private JsonObject addOrders(JsonObject all, UserId user) {
        JsonArray orders = new JsonArray();
        Optional<Cursor> cursor = Optional.empty();
        for (int page = 0; page < PAGES_MAX; page++) {
            Page<Order> found = trading.list(user, filter(cursor));
            found.items().forEach(order -> orders.add(OrderJson.order(order)));
            cursor = found.next();
            if (cursor.isEmpty()) {
                break;
            }
        }
        return all.put("orders", orders).put("orders_complete", cursor.isEmpty());
    }

    private static OrderFilter filter(Optional<Cursor> cursor) {
        return new OrderFilter(
                OrderFilter.ANY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OrderFilter.Sort.NEWEST_FIRST,
                OrderFilter.LIMIT_MAX,
                cursor);
    }

    private static JsonObject session(Session session) {
        return new JsonObject()
                .put("id", session.id().toString())
                .put("device", session.origin().device())
                .put("address", session.origin().address())
                .put("created_at", Times.text(session.createdAt()))
                .put("last_used_at", Times.text(session.lastUsedAt()))
                .put("expires_at", Times.text(session.expiresAt()));
    }

    private static <T> JsonArray array(List<T> things, Function<T, JsonObject> shape) {
        return new JsonArray(things.stream().map(shape).toList());
    }
}
