package dev.k2.exchange.okx;

import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What OKX said to each order of a request. An answer that is good as a whole can refuse an order in
 * it, so each is looked at. Pure.
 */
final class OkxAcks {
    private static final int ANSWERED = 200;

    private OkxAcks() {}

    /** The outcome of the only order of a request. */
    static Reply<OkxUserWire.Ack> only(String operation, Reply<List<OkxUserWire.Ack>> reply) {
        return at(operation, reply, 0);
    }

    /** The outcome of one of several, by its place in the request. */
    static Reply<OkxUserWire.Ack> at(
            String operation, Reply<List<OkxUserWire.Ack>> reply, int place) {
        return switch (reply) {
            case Reply.Failed<List<OkxUserWire.Ack>>(Certainty certainty, ExchangeError error) ->
                    new Reply.Failed<>(certainty, error);
            case Reply.Ok<List<OkxUserWire.Ack>>(List<OkxUserWire.Ack> acks) ->
                    place < acks.size()
                            ? judged(operation, acks.get(place))
                            : new Reply.Failed<>(
                                    Certainty.UNCLEAR,
                                    OkxErrors.OKX.unreadable(
                                            operation,
                                            "expected an outcome for each order, found "
                                                    + acks.size()));
        };
    }

    static Optional<String> present(@Nullable String text) {
        return Optional.ofNullable(text).filter(told -> !told.isEmpty());
    }

    private static Reply<OkxUserWire.Ack> judged(String operation, OkxUserWire.Ack ack) {
        int code = OkxErrors.number(ack.sCode());
        if (code == OkxErrors.DONE) {
            return new Reply.Ok<>(ack);
        }
        return new Reply.Failed<>(
                OkxErrors.isUnclear(ANSWERED, code) ? Certainty.UNCLEAR : Certainty.REFUSED,
                OkxErrors.answered(
                        operation, ANSWERED, code, ack.sMsg() == null ? "" : ack.sMsg()));
    }
}
