package dev.k2.signals;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** Templates in PostgreSQL. A deleted one is missing to everybody. */
final class TemplateStore {
    private static final RowMapper<Kept> ROW = (row, context) -> read(row);

    private final Database database;

    TemplateStore(Database database) {
        this.database = database;
    }

    /** A template with its sealed secret, where it has one. */
    record Kept(SignalTemplate template, Optional<Sealed> secret) {}

    /** False where the person has as many as one may have. */
    boolean insert(SignalTemplate template, byte[] tokenHash, Optional<Sealed> secret, int most) {
        return database.inTransaction(
                handle -> {
                    // Two at once must not both be the last one.
                    handle.createQuery("SELECT pg_advisory_xact_lock(hashtext(:user)) IS NULL")
                            .bind("user", "signals:" + template.user())
                            .mapTo(Boolean.class)
                            .one();
                    int inserted =
                            bind(
                                            handle.createUpdate(
                                                    """
                                                    INSERT INTO signals.templates (
                                                        id, user_id, auth, token_hash, secret, key_version, name,
                                                        enabled, exchange, instruments, side, outcome, order_type,
                                                        time_in_force, quantity, quantity_max, side_field,
                                                        quantity_field, price_field, instrument_field, id_field,
                                                        created_at, updated_at)
                                                    SELECT :id, :user, :auth, :tokenHash, :secret, :keyVersion,
                                                        :name, :enabled, :exchange, :instruments, :side, :outcome,
                                                        :type, :timeInForce, :quantity, :quantityMax, :sideField,
                                                        :quantityField, :priceField, :instrumentField, :idField,
                                                        :now, :now
                                                     WHERE (SELECT count(*) FROM signals.templates
                                                             WHERE user_id = :user AND deleted_at IS NULL) < :most\
                                                    """),
                                            template.terms())
                                    .bind("id", template.id())
                                    .bind("user", template.user().value())
                                    .bind("auth", template.auth().name())
                                    .bind("tokenHash", tokenHash)
                                    .bind("secret", secret.map(Sealed::ciphertext))
                                    .bind("keyVersion", secret.map(Sealed::keyVersion))
                                    .bind("now", Database.time(template.createdAt()))
                                    .bind("most", most)
                                    .execute();
                    return inserted > 0;
                });
    }

    boolean update(UserId user, UUID id, SignalTerms terms, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                bind(
                                                        handle.createUpdate(
                                                                """
                                                                UPDATE signals.templates
                                                                   SET name = :name, enabled = :enabled,
                                                                       exchange = :exchange,
                                                                       instruments = :instruments, side = :side,
                                                                       outcome = :outcome, order_type = :type,
                                                                       time_in_force = :timeInForce,
                                                                       quantity = :quantity,
                                                                       quantity_max = :quantityMax,
                                                                       side_field = :sideField,
                                                                       quantity_field = :quantityField,
                                                                       price_field = :priceField,
                                                                       instrument_field = :instrumentField,
                                                                       id_field = :idField, updated_at = :now
                                                                 WHERE user_id = :user AND id = :id
                                                                   AND deleted_at IS NULL\
                                                                """),
                                                        terms)
                                                .bind("user", user.value())
                                                .bind("id", id)
                                                .bind("now", Database.time(now))
                                                .execute()
                                        > 0);
    }

    /** Another token, and another secret where there is one; the ones before are worth nothing. */
    boolean rotate(UserId user, UUID id, byte[] tokenHash, Optional<Sealed> secret, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createUpdate(
                                                        """
                                                        UPDATE signals.templates
                                                           SET token_hash = :tokenHash, secret = :secret,
                                                               key_version = :keyVersion, updated_at = :now
                                                         WHERE user_id = :user AND id = :id
                                                           AND deleted_at IS NULL\
                                                        """)
                                                .bind("tokenHash", tokenHash)
                                                .bind("secret", secret.map(Sealed::ciphertext))
                                                .bind("keyVersion", secret.map(Sealed::keyVersion))
                                                .bind("now", Database.time(now))
                                                .bind("user", user.value())
                                                .bind("id", id)
                                                .execute()
                                        > 0);
    }

    boolean delete(UserId user, UUID id, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createUpdate(
                                                        """
                                                        UPDATE signals.templates
                                                           SET deleted_at = :now, token_hash = NULL
                                                         WHERE user_id = :user AND id = :id
                                                           AND deleted_at IS NULL\
                                                        """)
                                                .bind("now", Database.time(now))
                                                .bind("user", user.value())
                                                .bind("id", id)
                                                .execute()
                                        > 0);
    }

    /** A person's templates, oldest first. */
    List<SignalTemplate> list(UserId user) {
        return database
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT * FROM signals.templates
                                                 WHERE user_id = :user AND deleted_at IS NULL
                                                 ORDER BY created_at, id\
                                                """)
                                        .bind("user", user.value())
                                        .map(ROW)
                                        .list())
                .stream()
                .map(Kept::template)
                .toList();
    }

    Optional<SignalTemplate> find(UserId user, UUID id) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT * FROM signals.templates
                                                 WHERE user_id = :user AND id = :id AND deleted_at IS NULL\
                                                """)
                                        .bind("user", user.value())
                                        .bind("id", id)
                                        .map(ROW)
                                        .findOne())
                .map(Kept::template);
    }

    Optional<Kept> byToken(byte[] tokenHash) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT * FROM signals.templates
                                                 WHERE token_hash = :tokenHash AND deleted_at IS NULL\
                                                """)
                                        .bind("tokenHash", tokenHash)
                                        .map(ROW)
                                        .findOne());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, SignalTerms terms) {
        return statement
                .bind("name", terms.name())
                .bind("enabled", terms.enabled())
                .bind("exchange", terms.exchange().map(ExchangeId::text))
                .bind(
                        "instruments",
                        terms.instruments().stream().map(InstrumentId::text).toArray(String[]::new))
                .bind("side", terms.side().map(Side::name))
                .bind("outcome", terms.outcome().map(Outcome::name))
                .bind("type", terms.type().name())
                .bind("timeInForce", terms.timeInForce().map(TimeInForce::name))
                .bind("quantity", terms.quantity())
                .bind("quantityMax", terms.quantityMax())
                .bind("sideField", terms.fields().side())
                .bind("quantityField", terms.fields().quantity())
                .bind("priceField", terms.fields().price())
                .bind("instrumentField", terms.fields().instrument())
                .bind("idField", terms.fields().id());
    }

    private static Kept read(ResultSet row) throws SQLException {
        byte[] secret = row.getBytes("secret");
        return new Kept(
                new SignalTemplate(
                        row.getObject("id", UUID.class),
                        new UserId(row.getObject("user_id", UUID.class)),
                        SignalAuth.valueOf(row.getString("auth")),
                        terms(row),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getObject("updated_at", OffsetDateTime.class).toInstant()),
                secret == null
                        ? Optional.empty()
                        : Optional.of(new Sealed(row.getInt("key_version"), secret)));
    }

    private static SignalTerms terms(ResultSet row) throws SQLException {
        String[] instruments = (String[]) row.getArray("instruments").getArray();
        return new SignalTerms(
                row.getString("name"),
                row.getBoolean("enabled"),
                text(row, "exchange").flatMap(ExchangeId::parse),
                Arrays.stream(instruments).map(InstrumentId::new).toList(),
                text(row, "side").map(Side::valueOf),
                text(row, "outcome").map(Outcome::valueOf),
                OrderType.valueOf(row.getString("order_type")),
                text(row, "time_in_force").map(TimeInForce::valueOf),
                Optional.ofNullable(row.getBigDecimal("quantity")),
                Optional.ofNullable(row.getBigDecimal("quantity_max")),
                new SignalFields(
                        text(row, "side_field"),
                        text(row, "quantity_field"),
                        text(row, "price_field"),
                        text(row, "instrument_field"),
                        text(row, "id_field")));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
