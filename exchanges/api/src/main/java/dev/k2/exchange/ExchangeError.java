package dev.k2.exchange;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One failure of an exchange, as a value. The kinds differ in what a caller does about them; {@link
 * #category()} is the same as a word, for logs, metrics and answers.
 */
public sealed interface ExchangeError {
    /** The exchange was not reached, or the connection broke. */
    record Network(ErrorFacts facts) implements ExchangeError {}

    /** No answer in time, to a question that changes nothing. */
    record Timeout(ErrorFacts facts) implements ExchangeError {}

    /**
     * We asked too much, or would.
     *
     * @param until when to ask again; empty where nobody named a time
     */
    record RateLimit(ErrorFacts facts, Optional<Instant> until) implements ExchangeError {
        public RateLimit {
            if (until.isPresent()) {
                facts = facts.with("until", until.get().toString());
            }
        }
    }

    /** The key, its signature or its address is refused. Asking again does not help. */
    record Authentication(ErrorFacts facts) implements ExchangeError {}

    /** The key is good and may not do this. */
    record Permission(ErrorFacts facts) implements ExchangeError {}

    /**
     * What was asked breaks a rule; the detail {@code nearest} names the nearest value that does
     * not, where there is one.
     *
     * @param retryable whether the same can pass later, as after a clock was measured anew
     */
    record Validation(ErrorFacts facts, boolean retryable) implements ExchangeError {}

    /** The account does not have what the order needs. */
    record InsufficientFunds(ErrorFacts facts) implements ExchangeError {}

    /** The exchange knows no such order, which is no proof that there is none. */
    record OrderNotFound(ErrorFacts facts) implements ExchangeError {}

    /** The exchange has an order of this client order id already. */
    record DuplicateOrder(ErrorFacts facts) implements ExchangeError {}

    /** The market is closed, halted or does not take such orders now. */
    record MarketStatus(ErrorFacts facts) implements ExchangeError {}

    /** The exchange is closed for maintenance. */
    record Maintenance(ErrorFacts facts) implements ExchangeError {}

    /** The exchange failed by its own account, or said what we cannot read; its words are kept. */
    record ExchangeFault(ErrorFacts facts) implements ExchangeError {}

    /** The request may have taken effect. Ask; never send again. */
    record UnknownOutcome(ErrorFacts facts) implements ExchangeError {}

    /** What is known of it, whatever its kind. */
    ErrorFacts facts();

    /** A failure of a kind that is known as a word only. */
    static ExchangeError of(ErrorCategory category, ErrorFacts facts) {
        return switch (category) {
            case NETWORK -> new Network(facts);
            case TIMEOUT -> new Timeout(facts);
            case RATE_LIMIT -> new RateLimit(facts, Optional.empty());
            case AUTHENTICATION -> new Authentication(facts);
            case PERMISSION -> new Permission(facts);
            case VALIDATION -> new Validation(facts, false);
            case INSUFFICIENT_FUNDS -> new InsufficientFunds(facts);
            case ORDER_NOT_FOUND -> new OrderNotFound(facts);
            case DUPLICATE_ORDER -> new DuplicateOrder(facts);
            case MARKET_STATUS -> new MarketStatus(facts);
            case EXCHANGE_MAINTENANCE -> new Maintenance(facts);
            case EXCHANGE_ERROR -> new ExchangeFault(facts);
            case UNKNOWN_OUTCOME -> new UnknownOutcome(facts);
        };
    }

    /** Something was asked that the exchange's capabilities rule out; nothing was sent. */
    static ExchangeError notOffered(ExchangeId exchange, String operation) {
        return new Validation(
                ErrorFacts.of(exchange, operation, exchange + " does not offer this")
                        .suggesting(List.of("Ask the exchange's capabilities first.")),
                false);
    }

    /** The same failure, told of a person's request. */
    default ExchangeError forUser(UserId user) {
        ErrorFacts told = facts().forUser(user);
        return switch (this) {
            case RateLimit limit -> new RateLimit(told, limit.until());
            case Validation broken -> new Validation(told, broken.retryable());
            case Network _,
                    Timeout _,
                    Authentication _,
                    Permission _,
                    InsufficientFunds _,
                    OrderNotFound _,
                    DuplicateOrder _,
                    MarketStatus _,
                    Maintenance _,
                    ExchangeFault _,
                    UnknownOutcome _ ->
                    of(category(), told);
        };
    }

    /** The kind as a word. */
    default ErrorCategory category() {
        return switch (this) {
            case Network _ -> ErrorCategory.NETWORK;
            case Timeout _ -> ErrorCategory.TIMEOUT;
            case RateLimit _ -> ErrorCategory.RATE_LIMIT;
            case Authentication _ -> ErrorCategory.AUTHENTICATION;
            case Permission _ -> ErrorCategory.PERMISSION;
            case Validation _ -> ErrorCategory.VALIDATION;
            case InsufficientFunds _ -> ErrorCategory.INSUFFICIENT_FUNDS;
            case OrderNotFound _ -> ErrorCategory.ORDER_NOT_FOUND;
            case DuplicateOrder _ -> ErrorCategory.DUPLICATE_ORDER;
            case MarketStatus _ -> ErrorCategory.MARKET_STATUS;
            case Maintenance _ -> ErrorCategory.EXCHANGE_MAINTENANCE;
            case ExchangeFault _ -> ErrorCategory.EXCHANGE_ERROR;
            case UnknownOutcome _ -> ErrorCategory.UNKNOWN_OUTCOME;
        };
    }

    /** How much it matters. */
    default Severity severity() {
        return switch (this) {
            case Authentication _, Permission _ -> Severity.CRITICAL;
            case UnknownOutcome _, ExchangeFault _, RateLimit _ -> Severity.ERROR;
            case Network _, Timeout _, Maintenance _, MarketStatus _ -> Severity.WARNING;
            case Validation _, InsufficientFunds _, OrderNotFound _, DuplicateOrder _ ->
                    Severity.INFO;
        };
    }

    /**
     * Whether asking the same again can help. Never said of a request whose outcome is unknown, and
     * never a reason to send an order twice.
     */
    default boolean retryable() {
        return switch (this) {
            case Network _, Timeout _, RateLimit _, Maintenance _, ExchangeFault _ -> true;
            case Validation broken -> broken.retryable();
            case Authentication _,
                    Permission _,
                    InsufficientFunds _,
                    OrderNotFound _,
                    DuplicateOrder _,
                    MarketStatus _,
                    UnknownOutcome _ ->
                    false;
        };
    }

    /** Who failed. */
    default ExchangeId exchange() {
        return facts().exchange();
    }

    /** What was asked, such as {@code place order}. */
    default String operation() {
        return facts().operation();
    }

    /** What it was asked about, where it was one instrument. */
    default Optional<InstrumentId> instrument() {
        return facts().instrument();
    }

    /** For a person. */
    default String message() {
        return facts().message();
    }

    /** The exchange's code, message, HTTP status and the like. */
    default Map<String, String> details() {
        return facts().details();
    }

    /** What a person can do about it. */
    default List<String> suggestions() {
        return facts().suggestions();
    }
}
