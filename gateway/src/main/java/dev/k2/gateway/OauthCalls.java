package dev.k2.gateway;

import dev.k2.accounts.Identities;
import dev.k2.accounts.Identity;
import dev.k2.accounts.IdentityProvider;
import dev.k2.accounts.IdentityReturn;
import dev.k2.accounts.IdentityVisit;
import dev.k2.accounts.Login;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Calls about logging in with accounts elsewhere. */
final class OauthCalls {
    /** Its prefix makes browsers insist that this very host set it, over TLS or on their own machine. */
    static final String COOKIE = "__Host-k2-oauth";

    private static final String COOKIE_RULES =
            "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600";
    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{1,200}");
    private static final Pattern CODE = Pattern.compile("[!-~]{1,2000}");
    private static final int FORM_MAX = 16 * 1024;

    private final Identities identities;

    OauthCalls(Identities identities) {
        this.identities = identities;
    }

    Map<String, Call> all() {
        return Map.of(
                "startOauth", asked -> start(asked, Optional.empty(), 200),
                "finishOauth", this::login,
                "returnFromApple", OauthCalls::sendOn,
                "startIdentity", asked -> start(asked, Optional.of(asked.caller().user()), 201),
                "finishIdentity", this::link,
                "listIdentities", this::list,
                "deleteIdentity", this::unlink);
    }

    private Reply start(Asked asked, Optional<UserId> user, int status) {
        return withProvider(
                asked,
                provider ->
                        identities
                                .begin(provider, user)
                                .map(visit -> sent(provider, visit, status))
                                .orElseGet(
                                        () ->
                                                Reply.refused(
                                                        Problem.unavailable(
                                                                "Too many are logging in."))));
    }

    private static Reply sent(IdentityProvider provider, IdentityVisit visit, int status) {
        JsonObject data =
                new JsonObject()
                        .put("provider", provider.text())
                        .put("authorize_url", visit.address())
                        .put("expires_at", Times.text(visit.expiresAt()));
        return new Reply.WithHeader(
                new Reply.Data(status, data),
                "Set-Cookie",
                COOKIE + "=" + visit.browser().reveal() + COOKIE_RULES);
    }

    private Reply login(Asked asked) {
        return withProvider(
                asked,
                provider ->
                        reply(
                                identities.login(
                                        provider,
                                        Secret.of(asked.needed("state")),
                                        Secret.of(asked.needed("code")),
                                        browser(asked),
                                        asked.origin())));
    }

    private Reply link(Asked asked) {
        return withProvider(
                asked,
                provider ->
                        reply(
                                identities.link(
                                        asked.caller().user(),
                                        provider,
                                        Secret.of(asked.needed("state")),
                                        Secret.of(asked.needed("code")),
                                        browser(asked))));
    }

    private static Secret browser(Asked asked) {
        return Secret.of(asked.text(COOKIE).orElse(""));
    }

    private static Reply reply(IdentityReturn back) {
        return switch (back) {
            case IdentityReturn.Welcome(Login login) -> AuthCalls.reply(login);
            case IdentityReturn.Linked(Identity identity) -> new Reply.Data(201, json(identity));
            case IdentityReturn.NotExpected() ->
                    refused(
                            422,
                            "OAUTH_NOT_EXPECTED",
                            "This browser was not sent there with this state, or it was too long"
                                    + " ago. Begin again.");
            case IdentityReturn.Refused(String why) ->
                    refused(422, "OAUTH_REFUSED", "Nobody vouches for you: " + why + ".");
            case IdentityReturn.Unclear(String why) ->
                    Reply.refused(Problem.unavailable("The provider did not answer: " + why + "."));
            case IdentityReturn.EmailTaken() ->
                    refused(
                            409,
                            "EMAIL_TAKEN",
                            "There is an account with this e-mail address. Log in to it, and link"
                                    + " from there.");
            case IdentityReturn.Taken() ->
                    refused(
                            409,
                            "IDENTITY_TAKEN",
                            "It is linked to an account already, or yours has one of this"
                                    + " provider.");
        };
    }

    /**
     * Apple posts its answer from its own page, to which no strict cookie of ours is sent. So the browser is sent on to the web app,
     * which brings the answer from here, and nobody is logged in by what another site posts.
     */
    private static Reply sendOn(Asked asked) {
        Map<String, String> form =
                asked.bytes().length() <= FORM_MAX
                        ? form(asked.bytes().toString(StandardCharsets.UTF_8))
                        : Map.of();
        Optional<String> state = Optional.ofNullable(form.get("state")).filter(OauthCalls::isState);
        Optional<String> code = Optional.ofNullable(form.get("code")).filter(OauthCalls::isCode);
        String place =
                state.isPresent() && code.isPresent()
                        ? "/login#provider=apple&state="
                                + state.get()
                                + "&code="
                                + URLEncoder.encode(code.get(), StandardCharsets.UTF_8)
                        : "/login#provider=apple&error=refused";
        return new Reply.WithHeader(
                new Reply.Raw(303, "text/plain; charset=utf-8", Buffer.buffer()),
                "Location",
                place);
    }

    private static boolean isState(String text) {
        return STATE.matcher(text).matches();
    }

    private static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            try {
                fields.putIfAbsent(
                        parts[0],
                        parts.length == 2
                                ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8)
                                : "");
            } catch (IllegalArgumentException malformed) {
                return Map.of();
            }
        }
        return fields;
    }

    private Reply list(Asked asked) {
        return Reply.whole(
                identities.list(asked.caller().user()).stream().map(OauthCalls::json).toList());
    }

    private Reply unlink(Asked asked) {
        IdentityProvider provider = IdentityProvider.parse(asked.needed("provider")).orElseThrow();
        return switch (identities.unlink(asked.caller().user(), provider)) {
            case DONE -> Reply.nothing();
            case UNKNOWN -> Reply.refused(Problem.notFound("linked account"));
            case LAST -> Reply.refused(Problem.lastLogin());
        };
    }

    private Reply withProvider(Asked asked, Function<IdentityProvider, Reply> work) {
        IdentityProvider provider = IdentityProvider.parse(asked.needed("provider")).orElseThrow();
        return identities.providers().contains(provider)
                ? work.apply(provider)
                : Reply.refused(
                        new Problem(
                                422,
                                "OAUTH_NOT_OFFERED",
                                "Nobody logs in with " + provider.text() + " here.",
                                Map.of("provider", provider.text())));
    }

    private static Reply refused(int status, String code, String message) {
        return Reply.refused(new Problem(status, code, message));
    }

    static JsonObject json(Identity identity) {
        return new JsonObject()
                .put("provider", identity.provider().text())
                .put("email", identity.email())
                .put("created_at", Times.text(identity.createdAt()));
    }
}
