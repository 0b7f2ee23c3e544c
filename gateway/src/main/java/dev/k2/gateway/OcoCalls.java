package dev.k2.gateway;

import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.Order;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.trading.OcoOutcome;
import dev.k2.trading.OcoTicket;
import dev.k2.trading.Refusal;
import dev.k2.trading.Trading;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** The call that places two orders of which one gives way to the other. */
final class OcoCalls {
    private final Trading trading;

    OcoCalls(Trading trading) {
        this.trading = trading;
    }

    Map<String, Call> all() {
        return Map.of("placeOco", this::place);
    }

    private Reply place(Asked asked) {
        Optional<InstrumentId> instrument = asked.instrument();
        return instrument.isEmpty()
                ? Reply.refused(OrderCalls.noSuchInstrument(asked))
                : OrderCalls.keyed(
                        asked, key -> place(asked, ticket(key, instrument.get(), asked)));
    }

    private Reply place(Asked asked, OcoTicket ticket) {
        return switch (trading.placeOco(asked.caller().user(), ticket)) {
            case OcoOutcome.Placed(Order limit, Order stop, boolean fresh) ->
                    new Reply.Data(
                            status(limit, fresh),
                            new JsonObject()
                                    .put("limit", OrderJson.order(limit))
                                    .put("stop", OrderJson.order(stop)));
            case OcoOutcome.KeyConflict(Order existing) -> OrderCalls.conflict(existing);
            case OcoOutcome.Refused(Refusal refusal) -> Reply.refused(OrderJson.problem(refusal));
        };
    }

    private static int status(Order limit, boolean fresh) {
        int placed = limit.resolution().isPresent() ? 202 : 201;
        return fresh ? placed : 200;
    }

    private static OcoTicket ticket(IdempotencyKey key, InstrumentId instrument, Asked asked) {
        return new OcoTicket(
                key,
                asked.exchange(),
                instrument,
                Words.constant(Side.class, asked.needed("side")),
                asked.decimal("quantity").orElseThrow(),
                asked.decimal("price").orElseThrow(),
                asked.decimal("stop_price").orElseThrow(),
                asked.decimal("stop_limit_price"),
                asked.truth("hold"),
                asked.truth("reduce_only"),
                asked.truth("confirm_duplicate"),
                asked.text("outcome").map(word -> Words.constant(Outcome.class, word)),
                OrderCalls.notes(asked));
    }
}
