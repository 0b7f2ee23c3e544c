package dev.k2.trading;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentKind;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Intents of plain limit orders. */
final class Intents {
    private Intents() {}

    /** To buy half a bitcoin at 20. */
    static Intent limit(
            UserId user,
            LinkId link,
            String key,
            BigDecimal reserved,
            Instant at,
            Map<String, String> metadata) {
        return new Intent(
                new OrderId(UUID.randomUUID()),
                user,
                link,
                new IdempotencyKey(key),
                "0".repeat(64),
                new ClientOrderId("k" + UUID.randomUUID().toString().replace("-", "").substring(1)),
                ExchangeId.BINANCE,
                World.BTC,
                InstrumentKind.SPOT,
                Optional.empty(),
                Side.BUY,
                OrderType.LIMIT,
                TimeInForce.GTC,
                new BigDecimal("0.5"),
                Optional.of(new BigDecimal("20")),
                Optional.empty(),
                false,
                reserved,
                at,
                metadata);
    }
}
