package dev.k2.trading;

import dev.k2.platform.Database;
import java.util.List;

/** What is reserved, against what orders hold. */
final class Sums {
    private Sums() {}

    /** Each sum that is not what orders say it is; and each order that holds what it should not. */
    static List<String> wrong(Database database) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT coalesce(r.scope, h.scope) || ': ' || coalesce(r.reserved, 0)
                                                           || ' reserved, ' || coalesce(h.held, 0) || ' held'
                                                  FROM trading.reservations r
                                                  FULL JOIN (SELECT o.user_id, s.scope, sum(o.reserved_left) AS held
                                                               FROM trading.orders o,
                                                                    unnest(o.reserved_scopes) AS s (scope)
                                                              GROUP BY o.user_id, s.scope) h USING (user_id, scope)
                                                 WHERE coalesce(r.reserved, 0) <> coalesce(h.held, 0)
                                                UNION ALL
                                                SELECT o.status || ' order holds ' || o.reserved_left
                                                  FROM trading.orders o
                                                 WHERE o.reserved_left <>
                                                       CASE WHEN o.status IN ('pending', 'submitted', 'open', 'partial')
                                                                 AND o.resolution IS DISTINCT FROM 'left'
                                                            THEN ceil(o.reserved * greatest(o.quantity - o.filled_quantity, 0)
                                                                      / o.quantity * 1e18) * 1e-18
                                                            ELSE 0 END
                                                """)
                                        .mapTo(String.class)
                                        .list());
    }
}
