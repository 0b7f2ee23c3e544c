package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An authorisation server in memory: it gives a code for each visit, and checks what comes back. */
final class FakeTokens implements TokenService {
    final List<String> ended = new ArrayList<>();
    Optional<TokenGrant> next = Optional.empty();
    boolean rotates = true;
    Optional<String> nonce = Optional.empty();

    private final Map<String, String> nonces = new HashMap<>();
    private final Map<String, String> challenges = new HashMap<>();
    private final List<String> good = new ArrayList<>();
    private int number;

    /** Where the person was sent. */
    record Sent(String state, String code) {}

    @Override
    public Set<ExchangeId> exchanges() {
        return Set.of(ExchangeId.CRYPTOCOM);
    }

    @Override
    public String consentAddress(
            ExchangeId exchange, String state, String challenge, String asked) {
        String code = "code-" + ++number;
        challenges.put(code, challenge);
        nonces.put(code, asked);
        return state + " " + code;
    }

    static Sent sent(LinkVisit visit) {
        String[] words = visit.address().split(" ", -1);
        return new Sent(words[0], words[1]);
    }

    @Override
    public TokenGrant redeem(ExchangeId exchange, Secret code, Secret verifier) {
        String expected = challenges.remove(code.reveal());
        String found =
                Base64.getUrlEncoder().withoutPadding().encodeToString(RandomToken.hash(verifier));
        return found.equals(expected)
                ? grant(nonce.or(() -> Optional.ofNullable(nonces.remove(code.reveal()))))
                : new TokenGrant.Refused("invalid_grant");
    }

    @Override
    public TokenGrant refresh(ExchangeId exchange, Secret refreshToken) {
        return good.contains(refreshToken.reveal())
                ? grant(Optional.empty())
                : new TokenGrant.Refused("invalid_grant");
    }

    @Override
    public boolean revoke(ExchangeId exchange, Secret token) {
        ended.add(token.reveal());
        return good.remove(token.reveal());
    }

    private TokenGrant grant(Optional<String> told) {
        if (next.isPresent()) {
            return next.get();
        }
        String refresh = "canary-refresh-" + ++number;
        boolean first = good.isEmpty();
        if (rotates || first) {
            good.clear();
            good.add(refresh);
        }
        return new TokenGrant.Granted(
                Secret.of("canary-access-" + number),
                rotates || first ? Optional.of(Secret.of(refresh)) : Optional.empty(),
                Optional.of(Duration.ofHours(1)),
                told,
                Optional.of("somebody"));
    }
}
