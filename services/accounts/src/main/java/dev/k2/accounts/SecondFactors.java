package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Binding;
import dev.k2.platform.Sealed;
import dev.k2.platform.SealedBox;
import dev.k2.platform.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The door to second factors: an authenticator app, passkeys, and codes on paper for whoever lost them.
 *
 * <p>A code works once, and no code of an earlier step works after it. Five wrong ones within fifteen minutes lock codes for the
 * rest of them; recovery codes, which nobody guesses, stay open to the owner.
 */
public final class SecondFactors {
    private static final int WRONG_MAX = 5;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final String ISSUER = "K2";

    private final TotpStore totp;
    private final PasskeyStore passkeys;
    private final RecoveryCodeStore recovery;
    private final UserStore users;
    private final SessionEnds sessions;
    private final SealedBox box;
    private final InstantSource clock;

    SecondFactors(
            TotpStore totp,
            PasskeyStore passkeys,
            RecoveryCodeStore recovery,
            UserStore users,
            SessionEnds sessions,
            SealedBox box,
            InstantSource clock) {
        this.totp = totp;
        this.passkeys = passkeys;
        this.recovery = recovery;
        this.users = users;
        this.sessions = sessions;
        this.box = box;
        this.clock = clock;
    }

    /** What a person has. */
    public FactorState state(UserId user) {
        Set<FactorMethod> methods = methods(user);
        return new FactorState(methods.contains(FactorMethod.TOTP), methods, recovery.left(user));
    }

    /** How a second factor can be shown; empty where none is on, and then the password is enough. */
    public Set<FactorMethod> methods(UserId user) {
        Set<FactorMethod> methods = EnumSet.noneOf(FactorMethod.class);
        if (totp.isOn(user)) {
            methods.add(FactorMethod.TOTP);
        }
        if (passkeys.has(user)) {
            methods.add(FactorMethod.PASSKEY);
        }
        if (!methods.isEmpty()) {
            methods.add(FactorMethod.RECOVERY_CODE);
        }
        return methods;
    }

    boolean isOn(UserId user) {
        return !methods(user).isEmpty();
    }

    /** Makes a secret for an app, in place of one that was made before and never used. */
    public FactorStart begin(UserId user) {
        Optional<User> known = users.byId(user);
        Secret secret = Totp.fresh();
        Sealed sealed = box.seal(secret, row(user));
        boolean begun =
                totp.change(
                                user,
                                before ->
                                        before.on()
                                                ? new TotpStore.Change<>(before, false)
                                                : new TotpStore.Change<>(
                                                        before.fresh(Optional.of(sealed)), true))
                        .map(TotpStore.Changed::answer)
                        .orElse(false);
        if (!begun || known.isEmpty()) {
            return new FactorStart.AlreadyOn();
        }
        Secret typed = Totp.base32(secret);
        secret.wipe();
        return new FactorStart.Begun(typed, uri(known.get().email(), typed));
    }

    /** Turns the app on by its first code, and ends every other session, which was begun without it. */
    public FactorTurn turnOn(UserId user, SessionId session, Secret code, Origin origin) {
        Instant now = clock.instant();
        List<Secret> codes = RecoveryCodes.fresh();
        var turn =
                new TotpStore.Turn(
                        codes,
                        Optional.of(session),
                        MessageKind.SECOND_FACTOR_ON,
                        origin.details(),
                        now);
        return ending(user, totp.change(user, before -> turnOn(user, before, code, turn)))
                .orElseGet(FactorTurn.NotBegun::new);
    }

    private TotpStore.Change<FactorTurn> turnOn(
            UserId user, TotpStore.Row before, Secret code, TotpStore.Turn turn) {
        if (before.on()) {
            return new TotpStore.Change<>(before, new FactorTurn.AlreadyOn());
        }
        if (before.secret().isEmpty()) {
            return new TotpStore.Change<>(before, new FactorTurn.NotBegun());
        }
        TotpStore.Change<FactorCheck> judged = judge(user, before, code, turn.at());
        return switch (judged.answer()) {
            case FactorCheck.Right right ->
                    new TotpStore.Change<>(
                            judged.next().turnedOn(),
                            new FactorTurn.On(turn.codes()),
                            Optional.of(turn));
            case FactorCheck.Wrong wrong ->
                    new TotpStore.Change<>(judged.next(), new FactorTurn.Wrong());
            case FactorCheck.Locked(Duration left) ->
                    new TotpStore.Change<>(judged.next(), new FactorTurn.Throttled(left));
        };
    }

    /**
     * Turns the app off and ends every other session; the recovery codes go too, unless passkeys are left. False where it was not on.
     */
    public boolean turnOff(UserId user, SessionId session, Origin origin) {
        var turn =
                new TotpStore.Turn(
                        List.of(),
                        Optional.of(session),
                        MessageKind.SECOND_FACTOR_OFF,
                        origin.details(),
                        clock.instant());
        return ending(
                        user,
                        totp.change(
                                user,
                                before ->
                                        before.on()
                                                ? new TotpStore.Change<>(
                                                        before.fresh(Optional.empty()),
                                                        true,
                                                        Optional.of(turn))
                                                : new TotpStore.Change<>(before, false)))
                .orElse(false);
    }

    /** New recovery codes in place of the old ones; empty where no second factor is on. */
    public Optional<List<Secret>> renewRecoveryCodes(UserId user, Origin origin) {
        List<Secret> codes = RecoveryCodes.fresh();
        var turn =
                new TotpStore.Turn(
                        codes,
                        Optional.empty(),
                        MessageKind.RECOVERY_CODES_NEW,
                        origin.details(),
                        clock.instant());
        boolean withPasskeys = passkeys.has(user);
        boolean on =
                totp.change(
                                user,
                                row ->
                                        new TotpStore.Change<>(
                                                row,
                                                row.on() || withPasskeys,
                                                Optional.of(turn)
                                                        .filter(t -> row.on() || withPasskeys)))
                        .map(TotpStore.Changed::answer)
                        .orElse(false);
        return on ? Optional.of(codes) : Optional.empty();
    }

    /** What a code is worth; other proofs are none here. A right one is used up. */
    FactorCheck check(UserId user, Proof proof) {
        Instant now = clock.instant();
        return switch (proof) {
            case Proof.Password password -> new FactorCheck.Wrong();
            case Proof.Passkey passkey -> new FactorCheck.Wrong();
            case Proof.Totp(Secret code) ->
                    totp.change(user, before -> whereOn(user, before, code, now))
                            .map(TotpStore.Changed::answer)
                            .orElseGet(FactorCheck.Wrong::new);
            case Proof.RecoveryCode(Secret code) ->
                    recovery.use(user, code, now)
                            ? new FactorCheck.Right()
                            : new FactorCheck.Wrong();
        };
    }

    private TotpStore.Change<FactorCheck> whereOn(
            UserId user, TotpStore.Row before, Secret code, Instant now) {
        return before.on()
                ? judge(user, before, code, now)
                : new TotpStore.Change<>(before, new FactorCheck.Wrong());
    }

    /** A code that was taken before is no guess, so it is refused without being counted. */
    private TotpStore.Change<FactorCheck> judge(
            UserId user, TotpStore.Row before, Secret code, Instant now) {
        Optional<Instant> since =
                before.wrongSince().filter(first -> now.isBefore(first.plus(WINDOW)));
        int wrong = since.isPresent() ? before.wrong() : 0;
        if (wrong >= WRONG_MAX) {
            Duration left = Duration.between(now, since.orElseThrow().plus(WINDOW));
            return new TotpStore.Change<>(before, new FactorCheck.Locked(left));
        }
        Secret secret = open(user, before.secret().orElseThrow());
        OptionalLong step = Totp.match(secret, code.reveal(), now);
        secret.wipe();
        if (step.isEmpty()) {
            return new TotpStore.Change<>(
                    before.wrong(wrong + 1, since.orElse(now)), new FactorCheck.Wrong());
        }
        return step.getAsLong() <= before.step()
                ? new TotpStore.Change<>(before, new FactorCheck.Wrong())
                : new TotpStore.Change<>(before.at(step.getAsLong()), new FactorCheck.Right());
    }

    private <T> Optional<T> ending(UserId user, Optional<TotpStore.Changed<T>> changed) {
        changed.ifPresent(done -> sessions.announce(user, done.ended()));
        return changed.map(TotpStore.Changed::answer);
    }

    private Secret open(UserId user, Sealed sealed) {
        return box.open(sealed, row(user))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the second factor of " + user + " does not open"));
    }

    private static Binding row(UserId user) {
        return Binding.of("totp", user.toString());
    }

    private static Secret uri(String email, Secret typed) {
        return Secret.of(
                "otpauth://totp/"
                        + ISSUER
                        + ":"
                        + URLEncoder.encode(email, StandardCharsets.UTF_8)
                        + "?secret="
                        + typed.reveal()
                        + "&issuer="
                        + ISSUER
                        + "&algorithm=SHA1&digits=6&period=30");
    }
}
