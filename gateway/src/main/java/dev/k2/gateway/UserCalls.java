package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Document;
import dev.k2.accounts.DocumentChange;
import dev.k2.accounts.DocumentKind;
import dev.k2.accounts.Leaving;
import dev.k2.accounts.OpenAffairs;
import dev.k2.model.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls about oneself. */
final class UserCalls {
    private final Accounts accounts;
    private final OpenAffairs affairs;

    UserCalls(Accounts accounts, OpenAffairs affairs) {
        this.accounts = accounts;
        this.affairs = affairs;
    }

    Map<String, Call> all() {
        return Map.of(
                "getMe",
                this::me,
                "setMe",
                this::setMe,
                "deleteMe",
                this::leave,
                "getSettings",
                asked -> show(asked, DocumentKind.SETTINGS),
                "setSettings",
                asked -> put(asked, DocumentKind.SETTINGS),
                "getPreferences",
                asked -> show(asked, DocumentKind.PREFERENCES),
                "setPreferences",
                asked -> put(asked, DocumentKind.PREFERENCES),
                "getKyc",
                this::kyc);
    }

    private Reply me(Asked asked) {
        return accounts.people()
                .find(asked.caller().user())
                .map(person -> Reply.ok(UserJson.of(person)))
                .orElseGet(() -> Reply.refused(Problem.unauthenticated()));
    }

    private Reply setMe(Asked asked) {
        Optional<String> complaint =
                accounts.people().rename(asked.caller().user(), asked.text("display_name"));
        return complaint
                .map(expected -> Reply.refused(Problem.invalid("display_name", expected)))
                .orElseGet(() -> me(asked));
    }

    private Reply leave(Asked asked) {
        return switch (accounts.departure().leave(asked.caller().user(), affairs)) {
            case Leaving.Left() -> Reply.nothing();
            case Leaving.HasOrders(int orders) ->
                    Reply.refused(
                            new Problem(
                                    409,
                                    "OPEN_ORDERS",
                                    "Orders are open, or their outcome is not known yet. Cancel"
                                            + " them, and wait until they are final.",
                                    Map.of("orders", orders)));
            case Leaving.Unknown() -> Reply.refused(Problem.unauthenticated());
        };
    }

    private Reply show(Asked asked, DocumentKind kind) {
        return Reply.ok(UserJson.of(accounts.documents().find(asked.caller().user(), kind)));
    }

    private Reply put(Asked asked, DocumentKind kind) {
        UserId user = asked.caller().user();
        Map<String, Object> content = new LinkedHashMap<>(asked.body().getMap());
        content.remove("version");
        return switch (accounts.documents().put(user, kind, asked.number("version"), content)) {
            case DocumentChange.Stored(Document document) -> Reply.ok(UserJson.of(document));
            case DocumentChange.Stale(int version) ->
                    Reply.refused(
                            new Problem(
                                    409,
                                    "VERSION_CONFLICT",
                                    "It was changed since you read it; read it again.",
                                    Map.of("version", version)));
            case DocumentChange.Invalid(String field, String expected) ->
                    Reply.refused(Problem.invalid(field, expected));
        };
    }

    private Reply kyc(Asked asked) {
        return Reply.ok(
                UserJson.kyc(accounts.people().kyc(asked.caller().user()).orElseGet(List::of)));
    }
}
