package dev.k2.gateway;

import dev.k2.model.EventGroup;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Outcome;
import dev.k2.model.Position;
import dev.k2.model.PositionSettled;
import dev.k2.model.PositionSide;
import dev.k2.model.Settlement;
import dev.k2.trading.AccountPositions;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Positions in the shape of the contract. Pure. */
final class PositionJson {
    private PositionJson() {}

    /**
     * An open position.
     *
     * @param group the event that it is of, where it is known
     * @param mark what a unit is worth now, of YES where it is an event contract
     */
    static JsonObject open(
            AccountPositions account,
            Position position,
            Optional<Instrument> instrument,
            Optional<EventGroup> group,
            Optional<BigDecimal> mark) {
        boolean event = instrument.filter(i -> i.kind() == InstrumentKind.EVENT).isPresent();
        Outcome outcome = position.side() == PositionSide.SHORT ? Outcome.NO : Outcome.YES;
        BigDecimal average = event ? outcome.mirror(position.entryPrice()) : position.entryPrice();
        Optional<BigDecimal> worth = event ? mark.map(outcome::mirror) : mark;
        Optional<BigDecimal> profit =
                event
                        ? worth.map(w -> w.subtract(average).multiply(position.quantity()))
                        : Optional.of(position.unrealisedProfit());
        return new JsonObject()
                .put("status", "open")
                .put("exchange", account.exchange().text())
                .put("link_id", account.link().toString())
                .put("instrument", position.instrument().text())
                .put("instrument_type", instrument.map(i -> i.kind().type()).orElse("crypto"))
                .put("contract", contract(group, position.instrument()))
                .put("side", event ? "long" : Words.of(position.side()))
                .put("outcome", event ? Words.of(outcome) : null)
                .put("quantity", Words.of(position.quantity()))
                .put("average_price", Words.of(average))
                .put("mark_price", Words.orNull(worth))
                .put("unrealised_profit", Words.orNull(profit))
                .put("currency", instrument.map(Instrument::quote).orElse(null))
                .put("result", null)
                .put("settled_profit", null)
                .put("updated_at", Times.text(position.updatedAt()));
    }

    /** What held contracts of one outcome were paid; empty where none were held. */
    static Optional<JsonObject> settled(
            PositionSettled row, Outcome outcome, Optional<EventGroup> group) {
        Settlement settlement = row.settlement();
        BigDecimal held =
                outcome == Outcome.YES ? settlement.yesQuantity() : settlement.noQuantity();
        if (held.signum() == 0) {
            return Optional.empty();
        }
        boolean alone =
                settlement.yesQuantity().signum() == 0 || settlement.noQuantity().signum() == 0;
        // The exchange tells one cost for both sides; the profit of both stands with YES.
        boolean carries = alone || outcome == Outcome.YES;
        return Optional.of(
                new JsonObject()
                        .put("status", "settled")
                        .put("exchange", row.exchange().text())
                        .put("link_id", row.link().toString())
                        .put("instrument", settlement.instrument().text())
                        .put("instrument_type", "event")
                        .put("contract", contract(group, settlement.instrument()))
                        .put("side", "long")
                        .put("outcome", Words.of(outcome))
                        .put("quantity", Words.of(held))
                        .put(
                                "average_price",
                                alone
                                        ? Words.of(
                                                settlement
                                                        .cost()
                                                        .divide(
                                                                held,
                                                                6,
                                                                java.math.RoundingMode.HALF_EVEN))
                                        : null)
                        .put("mark_price", Words.of(settlement.result().pays(outcome)))
                        .put("unrealised_profit", null)
                        .put("currency", "USD")
                        .put("result", EventJson.result(Optional.of(settlement.result())))
                        .put("settled_profit", carries ? Words.of(settlement.profit()) : null)
                        .put("updated_at", Times.text(settlement.settledAt())));
    }

    private static @Nullable JsonObject contract(
            Optional<EventGroup> group, InstrumentId instrument) {
        return group.flatMap(
                        event ->
                                event.contract(instrument)
                                        .map(
                                                contract ->
                                                        new JsonObject()
                                                                .put("event", event.ticker())
                                                                .put("title", contract.title())
                                                                .put("yes", contract.yes())))
                .orElse(null);
    }
}
