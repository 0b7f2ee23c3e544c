package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.accounts.TokenGrant;
import dev.k2.model.ExchangeId;
import dev.k2.platform.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an authorisation server on this machine. */
class ConsentServersTest {
    private static final ExchangeId EXCHANGE = ExchangeId.CRYPTOCOM;
    private static final String VERIFIER = "a-verifier-of-forty-three-letters-and-more-00";

    private ConsentHost host;
    private ConsentServers servers;

    @BeforeEach
    void open() throws IOException {
        host = new ConsentHost();
        servers = ConsentServers.open(List.of(host.as(EXCHANGE)));
    }

    @AfterEach
    void close() {
        servers.close();
        host.close();
    }

    @Test
    void sendsAPersonAwayWithAChallengeAndWithoutAnySecret() throws Exception {
        String address = servers.consentAddress(EXCHANGE, "the-state", challenge(), "the-nonce");

        Map<String, String> query = ConsentHost.form(URI.create(address).getRawQuery());
        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", ConsentHost.CLIENT)
                .containsEntry("state", "the-state")
                .containsEntry("nonce", "the-nonce")
                .containsEntry("scope", "read trade")
                .containsEntry("code_challenge", challenge())
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", "https://k2.example/links/return");
        assertThat(address).doesNotContain("canary").doesNotContain(VERIFIER);
    }

    @Test
    void redeemsACodeAndRenewsAndEndsTokens() throws Exception {
        TokenGrant.Granted granted = granted(redeem(VERIFIER));

        assertThat(granted.access().reveal()).startsWith("canary-access");
        assertThat(granted.expiresIn().orElseThrow()).hasSeconds(3600);
        assertThat(granted.nonce()).contains("the-nonce");
        assertThat(granted.exchangeUserId()).contains("somebody");

        TokenGrant.Granted renewed =
                granted(servers.refresh(EXCHANGE, granted.refresh().orElseThrow()));
        assertThat(renewed.access().reveal()).isNotEqualTo(granted.access().reveal());

        Secret last = renewed.refresh().orElseThrow();
        assertThat(servers.revoke(EXCHANGE, last)).isTrue();
        assertThat(host.ended).containsExactly(last.reveal());
        assertThat(servers.refresh(EXCHANGE, last)).isInstanceOf(TokenGrant.Refused.class);
    }

    @Test
    void isRefusedWithTheVerifierOfAnother() throws Exception {
        assertThat(redeem("another-verifier-of-forty-three-letters-0000"))
                .isInstanceOf(TokenGrant.Refused.class);
    }

    @Test
    void isRefusedWithARefreshTokenThatWasUsed() throws Exception {
        Secret first = granted(redeem(VERIFIER)).refresh().orElseThrow();
        servers.refresh(EXCHANGE, first);

        assertThat(servers.refresh(EXCHANGE, first)).isInstanceOf(TokenGrant.Refused.class);
    }

    @Test
    void takesATroubledServerForNoAnswer() throws Exception {
        Secret refresh = granted(redeem(VERIFIER)).refresh().orElseThrow();
        host.status = 503;

        assertThat(servers.refresh(EXCHANGE, refresh)).isInstanceOf(TokenGrant.Unclear.class);
        host.close();
        assertThat(servers.refresh(EXCHANGE, refresh)).isInstanceOf(TokenGrant.Unclear.class);
        assertThat(servers.revoke(EXCHANGE, refresh)).isFalse();
    }

    private TokenGrant redeem(String verifier) throws Exception {
        String code =
                host.consent(servers.consentAddress(EXCHANGE, "state", challenge(), "the-nonce"));
        return servers.redeem(EXCHANGE, Secret.of(code), Secret.of(verifier));
    }

    private static TokenGrant.Granted granted(TokenGrant answer) {
        return switch (answer) {
            case TokenGrant.Granted granted -> granted;
            case TokenGrant other -> throw new AssertionError("no tokens: " + other);
        };
    }

    private static String challenge() throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256")
                                .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
    }
}
