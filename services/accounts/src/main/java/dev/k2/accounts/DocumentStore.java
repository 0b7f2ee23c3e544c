package dev.k2.accounts;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Settings and preferences in PostgreSQL. */
final class DocumentStore {
    private final Database database;

    DocumentStore(Database database) {
        this.database = database;
    }

    Optional<Document> find(UserId user, DocumentKind kind) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT version, content FROM accounts.documents"
                                                        + " WHERE user_id = :user AND kind = :kind")
                                        .bind("user", user.value())
                                        .bind("kind", kind.text())
                                        .map(
                                                (row, context) ->
                                                        new Document(
                                                                row.getInt("version"),
                                                                read(row.getString("content"))))
                                        .findOne());
    }

    /** False where the version is no longer the one that was read. */
    boolean put(
            UserId user, DocumentKind kind, int version, Map<String, Object> content, Instant now) {
        String statement =
                version == 0
                        ? """
                        INSERT INTO accounts.documents (user_id, kind, version, content, updated_at)
                        VALUES (:user, :kind, :version + 1, :content::jsonb, :now)
                        ON CONFLICT DO NOTHING\
                        """
                        : """
                        UPDATE accounts.documents SET version = version + 1, content = :content::jsonb, updated_at = :now
                        WHERE user_id = :user AND kind = :kind AND version = :version\
                        """;
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(statement)
                                        .bind("user", user.value())
                                        .bind("kind", kind.text())
                                        .bind("version", version)
                                        .bind("content", JSONObjectUtils.toJSONString(content))
                                        .bind("now", now)
                                        .execute())
                == 1;
    }

    private static Map<String, Object> read(String content) throws SQLException {
        try {
            return JSONObjectUtils.parse(content);
        } catch (ParseException impossible) {
            throw new SQLException("a jsonb column holds no JSON object", impossible);
        }
    }
}
