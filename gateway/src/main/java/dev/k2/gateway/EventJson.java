package dev.k2.gateway;

import dev.k2.marketdata.EventStatus;
import dev.k2.marketdata.PriceView;
import dev.k2.model.ContractResult;
import dev.k2.model.EventContract;
import dev.k2.model.EventGroup;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Events and their contracts in the shapes of the contract. Pure. */
final class EventJson {
    private EventJson() {}

    /**
     * An event with its contracts.
     *
     * @param prices what is known of a contract's price
     */
    static JsonObject event(EventGroup group, Function<InstrumentId, Optional<PriceView>> prices) {
        JsonArray contracts = new JsonArray();
        for (EventContract contract : group.contracts()) {
            contracts.add(
                    contract(contract)
                            .put("instrument", contract.instrument().text())
                            .put(
                                    "price",
                                    prices.apply(contract.instrument())
                                            .map(MarketJson::price)
                                            .orElse(null)));
        }
        return head(group)
                .put("exchange", group.exchange().text())
                .put("status", Words.of(EventStatus.of(group)))
                .put("closes_at", closesAt(group).map(Times::text).orElse(null))
                .put("volume_24h", Words.of(volume(group)))
                .put("contracts", contracts);
    }

    /** What an instrument is about. */
    static JsonObject instrumentContract(EventGroup group, EventContract contract) {
        return contract(contract).put("event", head(group));
    }

    /** When the next contract that trades, or will, closes; empty after the last. */
    static Optional<Instant> closesAt(EventGroup group) {
        return group.contracts().stream()
                .filter(contract -> contract.state().status() != InstrumentStatus.CLOSED)
                .map(EventContract::closesAt)
                .min(Comparator.naturalOrder());
    }

    static BigDecimal volume(EventGroup group) {
        return group.contracts().stream()
                .map(EventContract::volume24h)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static @Nullable JsonObject result(Optional<ContractResult> result) {
        return result.map(
                        known ->
                                new JsonObject()
                                        .put("ruling", Words.of(known.ruling()))
                                        .put("value", Words.of(known.value())))
                .orElse(null);
    }

    private static JsonObject head(EventGroup group) {
        JsonArray sources = new JsonArray();
        for (EventGroup.Source source : group.sources()) {
            sources.add(
                    new JsonObject().put("name", source.name()).put("address", source.address()));
        }
        return new JsonObject()
                .put("ticker", group.ticker())
                .put("series", group.series())
                .put("title", group.title())
                .put("subtitle", group.subtitle())
                .put("category", group.category())
                .put("exclusive", group.exclusive())
                .put("sources", sources);
    }

    private static JsonObject contract(EventContract contract) {
        return new JsonObject()
                .put("title", contract.title())
                .put("yes", contract.yes())
                .put("no", contract.no())
                .put("state", Words.of(contract.state()))
                .put("opens_at", Times.text(contract.opensAt()))
                .put("closes_at", Times.text(contract.closesAt()))
                .put("settles_at", contract.settlesAt().map(Times::text).orElse(null))
                .put("may_close_early", contract.mayCloseEarly())
                .put("rules", contract.rules())
                .put("volume_24h", Words.of(contract.volume24h()))
                .put("open_interest", Words.of(contract.openInterest()))
                .put("result", result(contract.result()))
                .put("settled_at", contract.settledAt().map(Times::text).orElse(null));
    }
}
