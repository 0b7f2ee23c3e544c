package dev.k2.exchange.net;

/** One call of an endpoint, as far as {@link RestCalls} has to know it. Its exchange knows more. */
public interface RestCall {
    /** What is done, in a person's words, such as {@code place an order}. For errors. */
    String operation();

    /** Whether what is kept of the limits for cancels and questions about orders may be used. */
    boolean urgent();

    /** Whether it is signed, for which the exchange's time has to be known. */
    boolean isSigned();
}
