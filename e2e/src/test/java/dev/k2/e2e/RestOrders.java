package dev.k2.e2e;

import static java.util.Objects.requireNonNull;

import com.binance.connector.client.common.ApiException;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.api.DerivativesTradingUsdsFuturesRestApi;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.NewOrderRequest;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.Side;
import com.binance.connector.client.derivatives_trading_usds_futures.rest.model.TimeInForce;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Orders in the words of the futures connector's REST half; its other half has the same names. */
final class RestOrders {
    private RestOrders() {}

    static NewOrderRequest limit(String symbol, double price) {
        return new NewOrderRequest()
                .symbol(symbol)
                .side(Side.BUY)
                .type("LIMIT")
                .timeInForce(TimeInForce.GTC)
                .quantity(0.01)
                .price(price);
    }

    /** A price a tenth below the market, where a bid rests. */
    static double resting(DerivativesTradingUsdsFuturesRestApi rest, String symbol)
            throws ApiException {
        var bids = requireNonNull(rest.orderBook(symbol, 5L).getData().getBids());
        return new BigDecimal(bids.getFirst().getFirst())
                .multiply(new BigDecimal("0.9"))
                .setScale(1, RoundingMode.DOWN)
                .doubleValue();
    }
}
