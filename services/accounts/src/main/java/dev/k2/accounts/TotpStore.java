package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Sealed;
import dev.k2.platform.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The state of people's authenticator apps in PostgreSQL. */
final class TotpStore {
    private final Database database;

    TotpStore(Database database) {
        this.database = database;
    }

    /**
     * What is kept.
     *
     * @param secret empty where no app was ever shown one
     * @param step that of the last code that was taken
     * @param wrong how many wrong codes came since {@code wrongSince}
     */
    record Row(
            Optional<Sealed> secret,
            boolean on,
            long step,
            int wrong,
            Optional<Instant> wrongSince) {
        /** With another secret, which is not on. What was counted stays, or that would give new guesses. */
        Row fresh(Optional<Sealed> other) {
            return new Row(other, false, 0, wrong, wrongSince);
        }

        Row turnedOn() {
            return new Row(secret, true, step, wrong, wrongSince);
        }

        Row at(long taken) {
            return new Row(secret, on, taken, wrong, wrongSince);
        }

        Row wrong(int count, Instant since) {
            return new Row(secret, on, step, count, Optional.of(since));
        }
    }

    /** What follows from a row: another row, an answer, and perhaps more that is to happen with it or not at all. */
    record Change<T>(Row next, T answer, Optional<Turn> turn) {
        Change(Row next, T answer) {
            this(next, answer, Optional.empty());
        }
    }

    /**
     * What goes with a change of the factor itself.
     *
     * @param codes the recovery codes from now on; where it has none, the old ones stay as long as there is a factor that they are for
     * @param keep the one session that goes on; empty where all do
     */
    record Turn(
            List<Secret> codes,
            Optional<SessionId> keep,
            MessageKind kind,
            Map<String, String> details,
            Instant at) {}

    /** What came of a change, and which sessions ended by it. */
    record Changed<T>(T answer, List<SessionId> ended) {}

    /**
     * Reads a person's row, has it judged and writes what comes of it, in one transaction; one at a time for each person, on all
     * nodes. Empty where there is no such person.
     */
    <T> Optional<Changed<T>> change(UserId user, Function<Row, Change<T>> judge) {
        return database.inTransaction(
                handle ->
                        handle.createQuery("SELECT * FROM accounts.users WHERE id = :id FOR UPDATE")
                                .bind("id", user.value())
                                .map((found, context) -> row(found))
                                .findOne()
                                .map(before -> apply(handle, user, before, judge.apply(before))));
    }

    private static <T> Changed<T> apply(Handle handle, UserId user, Row before, Change<T> change) {
        if (!change.next.equals(before)) {
            write(handle, user, change.next);
        }
        return new Changed<>(
                change.answer,
                change.turn.map(turn -> apply(handle, user, turn)).orElse(List.of()));
    }

    private static List<SessionId> apply(Handle handle, UserId user, Turn turn) {
        if (turn.codes.isEmpty()) {
            RecoveryCodeStore.forgetWithoutFactor(handle, user);
        } else {
            RecoveryCodeStore.replace(handle, user, turn.codes);
        }
        MessageStore.tell(handle, user, turn.kind, turn.details, turn.at);
        return turn.keep.isPresent()
                ? SessionStore.revokeAll(handle, user, turn.keep, turn.at)
                : List.of();
    }

    boolean isOn(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT totp_enabled FROM accounts.users WHERE id"
                                                        + " = :id")
                                        .bind("id", user.value())
                                        .mapTo(Boolean.class)
                                        .findOne()
                                        .orElse(false));
    }

    private static void write(Handle handle, UserId user, Row row) {
        handle.createUpdate(
                        """
                        UPDATE accounts.users
                           SET totp_secret = :secret, totp_key_version = :version, totp_enabled = :on,
                               totp_step = :step, totp_wrong = :wrong, totp_wrong_since = :since
                         WHERE id = :id\
                        """)
                .bind("id", user.value())
                .bind("secret", row.secret.map(Sealed::ciphertext).orElse(null))
                .bind("version", row.secret.map(Sealed::keyVersion).orElse(null))
                .bind("on", row.on)
                .bind("step", row.step)
                .bind("wrong", row.wrong)
                .bind("since", row.wrongSince.orElse(null))
                .execute();
    }

    private static Row row(ResultSet row) throws SQLException {
        byte @Nullable [] secret = row.getBytes("totp_secret");
        OffsetDateTime since = row.getObject("totp_wrong_since", OffsetDateTime.class);
        return new Row(
                secret == null
                        ? Optional.empty()
                        : Optional.of(new Sealed(row.getInt("totp_key_version"), secret)),
                row.getBoolean("totp_enabled"),
                row.getLong("totp_step"),
                row.getInt("totp_wrong"),
                Optional.ofNullable(since).map(OffsetDateTime::toInstant));
    }
}
