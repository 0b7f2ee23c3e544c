package dev.k2.trading;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.platform.Database;
import dev.k2.platform.Leases;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes a row of an order and notes why, in one statement. Every order passes here at least once
 * on its way, so the statement is bound by hand, which in a profile took a third off its share.
 */
final class ChangeStore {
    private static final Pattern NAME = Pattern.compile("(?<!:):([a-zA-Z]+)");

    private ChangeStore() {}

    /**
     * What is written.
     *
     * @param seen the order as it stands in the database, or nothing is written
     * @param stepped the order as it shall stand
     * @param waits whether the commit waits for the disk, as PostgreSQL writes it
     * @param lease what it is written under; empty where the row is locked already
     */
    record Step(
            OrderRow seen,
            OrderRow stepped,
            OrderEvent event,
            Instant now,
            long sequence,
            String waits,
            Optional<Leases.Lease> lease) {
        boolean releases() {
            return stepped.reserved().compareTo(seen.reserved()) != 0;
        }

        private Standing standing() {
            return stepped.standing();
        }

        private Amends amends() {
            return stepped.amends();
        }

        private Optional<Terms> current() {
            return amends().current();
        }

        private Optional<Wish> wish() {
            return amends().wish();
        }

        private Leases.Lease held() {
            return lease.orElseThrow();
        }
    }

    /** A value of a statement, and what it is where there is none. */
    private record Value(int type, Function<Step, @Nullable Object> of) {}

    private static final Map<String, Value> VALUES =
            Map.ofEntries(
                    maybe("exchangeOrderId", Types.VARCHAR, ChangeStore::exchangeOrderId),
                    always("status", step -> OrderRowStore.text(step.standing().status())),
                    maybe(
                            "resolution",
                            Types.VARCHAR,
                            step -> step.standing().resolution().map(OrderRowStore::text)),
                    always("stale", step -> step.standing().stale()),
                    always("cancelRequested", step -> step.standing().cancelRequested()),
                    always("filled", step -> step.standing().filled()),
                    maybe("average", Types.NUMERIC, step -> step.standing().average()),
                    maybe(
                            "toldStatus",
                            Types.VARCHAR,
                            step ->
                                    step.standing()
                                            .told()
                                            .map(told -> OrderRowStore.text(told.status()))),
                    maybe(
                            "toldFilled",
                            Types.NUMERIC,
                            step -> step.standing().told().map(Told::filled)),
                    maybe(
                            "toldReason",
                            Types.VARCHAR,
                            step -> step.standing().told().flatMap(Told::reason)),
                    time("toldAt", step -> step.standing().told().map(Told::at)),
                    maybe("error", Types.VARCHAR, step -> step.standing().error()),
                    maybe(
                            "nowQuantity",
                            Types.NUMERIC,
                            step -> step.current().map(Terms::quantity)),
                    maybe("nowPrice", Types.NUMERIC, step -> step.current().flatMap(Terms::price)),
                    maybe(
                            "nowStopPrice",
                            Types.NUMERIC,
                            step -> step.current().flatMap(Terms::stopPrice)),
                    maybe(
                            "nowReserved",
                            Types.NUMERIC,
                            step -> step.current().map(Terms::reserved)),
                    maybe(
                            "nowSentAs",
                            Types.VARCHAR,
                            step -> step.amends().name().map(ClientOrderId::text)),
                    always("carried", step -> step.amends().carried()),
                    always("former", ChangeStore::former),
                    maybe(
                            "wishQuantity",
                            Types.NUMERIC,
                            step -> step.wish().map(wish -> wish.terms().quantity())),
                    maybe(
                            "wishPrice",
                            Types.NUMERIC,
                            step -> step.wish().flatMap(wish -> wish.terms().price())),
                    maybe(
                            "wishStopPrice",
                            Types.NUMERIC,
                            step -> step.wish().flatMap(wish -> wish.terms().stopPrice())),
                    maybe(
                            "wishReserved",
                            Types.NUMERIC,
                            step -> step.wish().map(wish -> wish.terms().reserved())),
                    maybe(
                            "wishSentAs",
                            Types.VARCHAR,
                            step -> step.wish().map(wish -> wish.name().text())),
                    time("wishAt", step -> step.wish().map(Wish::at)),
                    maybe("slippage", Types.NUMERIC, step -> step.stepped().slippage()),
                    time("sentAt", step -> step.stepped().timing().map(Timing::sentAt)),
                    time("answeredAt", step -> step.stepped().timing().map(Timing::answeredAt)),
                    always("now", step -> Database.time(step.now())),
                    always("what", step -> step.event().what()),
                    always("names", step -> names(step.event())),
                    always("values", step -> texts(step.event())),
                    always("id", step -> step.seen().id().value()),
                    always("seen", step -> step.seen().sequence()),
                    always("sequence", Step::sequence),
                    always("waits", Step::waits),
                    always("left", step -> step.stepped().reserved()),
                    always("shard", step -> step.held().shard()),
                    always("epoch", step -> step.held().epoch()));

    private record Statement(String sql, List<Value> values) {}

    private static final Statement UPDATE = statement(false, false);
    private static final Statement UPDATE_OURS = statement(false, true);
    private static final Statement UPDATE_AND_RELEASE = statement(true, false);
    private static final Statement UPDATE_AND_RELEASE_OURS = statement(true, true);

    /**
     * Writes a step.
     *
     * @return whether the order stood as it was seen, and the lease does
     */
    static boolean write(Connection connection, Step step) {
        Statement statement = of(step.releases(), step.lease().isPresent());
        try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
            int at = 1;
            for (Value value : statement.values()) {
                bind(connection, prepared, at++, value, value.of().apply(step));
            }
            return prepared.executeUpdate() == 1;
        } catch (SQLException failed) {
            throw new IllegalStateException("a change of an order could not be written", failed);
        }
    }

    private static Statement of(boolean releases, boolean asks) {
        if (releases) {
            return asks ? UPDATE_AND_RELEASE_OURS : UPDATE_AND_RELEASE;
        }
        return asks ? UPDATE_OURS : UPDATE;
    }

    private static void bind(
            Connection connection,
            PreparedStatement prepared,
            int at,
            Value value,
            @Nullable Object bound)
            throws SQLException {
        switch (bound) {
            // A null of another type than the value before would have the server plan anew.
            case null -> prepared.setNull(at, value.type());
            case String text -> prepared.setString(at, text);
            case BigDecimal number -> prepared.setBigDecimal(at, number);
            case Boolean truth -> prepared.setBoolean(at, truth);
            case Long number -> prepared.setLong(at, number);
            case String[] texts -> prepared.setArray(at, connection.createArrayOf("text", texts));
            default -> prepared.setObject(at, bound);
        }
    }

    private static Statement statement(boolean releases, boolean asks) {
        List<Value> values = new ArrayList<>();
        Matcher names = NAME.matcher(OrderRowStore.update(releases, asks));
        String sql =
                names.replaceAll(
                        name -> {
                            values.add(value(name.group(1)));
                            return "?";
                        });
        return new Statement(sql, List.copyOf(values));
    }

    private static Value value(String name) {
        return Optional.ofNullable(VALUES.get(name))
                .orElseThrow(() -> new IllegalStateException("nothing is bound to " + name));
    }

    private static Map.Entry<String, Value> always(
            String name, Function<Step, @Nullable Object> of) {
        return Map.entry(name, new Value(Types.NULL, of));
    }

    private static Map.Entry<String, Value> maybe(
            String name, int type, Function<Step, ? extends Optional<? extends Object>> of) {
        return Map.entry(name, new Value(type, step -> of.apply(step).orElse(null)));
    }

    private static Map.Entry<String, Value> time(
            String name, Function<Step, Optional<Instant>> of) {
        return maybe(
                name, Types.TIMESTAMP_WITH_TIMEZONE, step -> of.apply(step).map(Database::time));
    }

    private static Optional<String> exchangeOrderId(Step step) {
        return step.standing().exchangeOrderId().map(ExchangeOrderId::text);
    }

    private static String former(Step step) {
        return String.join(
                " ", step.amends().former().stream().map(ExchangeOrderId::text).toList());
    }

    private static String[] names(OrderEvent event) {
        return event.evidence().keySet().toArray(new String[0]);
    }

    private static String[] texts(OrderEvent event) {
        return OrderRowStore.texts(event.evidence(), names(event));
    }
}
