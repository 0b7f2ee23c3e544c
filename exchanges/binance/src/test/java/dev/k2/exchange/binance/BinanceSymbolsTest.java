package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.net.Json;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceSymbolsTest {
    private static final String PRICE =
            filter(
                    "PRICE_FILTER",
                    "\"minPrice\":\"0.01\",\"maxPrice\":\"1000000\",\"tickSize\":\"0.01000000\"");
    private static final String LOT =
            filter(
                    "LOT_SIZE",
                    "\"minQty\":\"0.00001\",\"maxQty\":\"9000\",\"stepSize\":\"0.00001000\"");

    private final List<String> skipped = new ArrayList<>();

    @Test
    void readsTheOlderFilters() {
        Instrument instrument =
                one(
                        "TRADING",
                        PRICE,
                        LOT,
                        filter(
                                "MIN_NOTIONAL",
                                "\"minNotional\":\"10\",\"applyToMarket\":true,\"avgPriceMins\":5"),
                        filter(
                                "PERCENT_PRICE",
                                "\"multiplierUp\":\"5\",\"multiplierDown\":\"0.2\",\"avgPriceMins\":5"),
                        filter(
                                "MARKET_LOT_SIZE",
                                "\"minQty\":\"0\",\"maxQty\":\"100\",\"stepSize\":\"0\""));

        assertThat(instrument.id()).isEqualTo(new InstrumentId("BTC-USDT"));
        assertThat(instrument.symbol()).isEqualTo("BTCUSDT");
        var rules = instrument.rules();
        assertThat(rules.notionalMin()).isEqualByComparingTo("10");
        assertThat(rules.notionalOnMarket()).isTrue();
        assertThat(rules.notionalMax()).isZero();
        assertThat(rules.band(Side.BUY).lowest()).isEqualByComparingTo("0.2");
        assertThat(rules.band(Side.SELL).highest()).isEqualByComparingTo("5");
        assertThat(rules.tick()).isEqualByComparingTo("0.01");
        assertThat(rules.quantityOf(OrderType.LIMIT).max()).isEqualByComparingTo("9000");
        assertThat(rules.quantityOf(OrderType.MARKET).max()).isEqualByComparingTo("100");
        assertThat(rules.quantityOf(OrderType.MARKET).step()).isEqualByComparingTo("0.00001");
        assertThat(rules.quantityOf(OrderType.MARKET).min()).isEqualByComparingTo("0.00001");
        assertThat(skipped).isEmpty();
    }

    @Test
    void readsTheNewerFilters() {
        Instrument instrument =
                one(
                        "TRADING",
                        PRICE,
                        LOT,
                        filter(
                                "NOTIONAL",
                                "\"minNotional\":\"5\",\"applyMinToMarket\":false,\"maxNotional\":\"9000000\","
                                    + "\"applyMaxToMarket\":false,\"avgPriceMins\":5"),
                        filter(
                                "PERCENT_PRICE_BY_SIDE",
                                "\"bidMultiplierUp\":\"1.5\",\"bidMultiplierDown\":\"0.1\","
                                    + "\"askMultiplierUp\":\"10\",\"askMultiplierDown\":\"0.7\",\"avgPriceMins\":5"));

        var rules = instrument.rules();
        assertThat(rules.notionalMin()).isEqualByComparingTo("5");
        assertThat(rules.notionalMax()).isEqualByComparingTo("9000000");
        assertThat(rules.notionalOnMarket()).isFalse();
        assertThat(rules.band(Side.BUY).highest()).isEqualByComparingTo("1.5");
        assertThat(rules.band(Side.BUY).lowest()).isEqualByComparingTo("0.1");
        assertThat(rules.band(Side.SELL).highest()).isEqualByComparingTo("10");
        assertThat(rules.band(Side.SELL).lowest()).isEqualByComparingTo("0.7");
        assertThat(rules.orderTypes())
                .containsExactlyInAnyOrder(OrderType.LIMIT, OrderType.MARKET, OrderType.STOP);
        assertThat(rules.timesInForce()).contains(TimeInForce.POST_ONLY, TimeInForce.FOK);
    }

    @Test
    void setsNoRuleWhereAFilterIsAbsentOrZero() {
        Instrument instrument =
                one(
                        "TRADING",
                        filter(
                                "PRICE_FILTER",
                                "\"minPrice\":\"0\",\"maxPrice\":\"0\",\"tickSize\":\"0\""));

        var rules = instrument.rules();
        assertThat(rules.tick()).isEqualByComparingTo("0.00000001");
        assertThat(rules.prices().getFirst().covers(new BigDecimal("123456789"))).isTrue();
        assertThat(rules.limitQuantity().isOnStep(new BigDecimal("0.123456789"))).isTrue();
        assertThat(rules.band(Side.BUY).covers(BigDecimal.ONE, BigDecimal.TEN)).isTrue();
        assertThat(rules.notionalMin()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "TRADING, TRADING",
        "HALT, HALTED",
        "BREAK, HALTED",
        "END_OF_DAY, HALTED",
        "CANCEL_ONLY, CANCEL_ONLY",
        "PRE_TRADING, UPCOMING"
    })
    void readsTheStatus(String word, InstrumentStatus status) {
        assertThat(one(word, PRICE, LOT).status()).isEqualTo(status);
        assertThat(skipped).isEmpty();
    }

    @Test
    void tradesNothingOfAStatusThatIsNotKnownAndSaysSo() {
        assertThat(one("HIBERNATING", PRICE, LOT).status()).isEqualTo(InstrumentStatus.HALTED);
        assertThat(skipped).containsExactly("symbol status HIBERNATING");
    }

    @Test
    void takesSymbolsThatAreNotAscii() {
        BinanceSymbols symbols = symbols(symbol("币安人生USDT", "币安人生", "USDT", "TRADING", PRICE, LOT));

        assertThat(symbols.find("币安人生USDT").orElseThrow().id().text()).isEqualTo("币安人生-USDT");
        assertThat(symbols.find("币安USDT")).isEmpty();
    }

    @Test
    void mapsOneToOneOrLeavesOut() {
        BinanceSymbols symbols =
                symbols(
                        symbol("A", "X", "Y", "TRADING", PRICE, LOT),
                        symbol("B", "X", "Y", "TRADING", PRICE, LOT),
                        symbol("C", "X Y", "Z", "TRADING", PRICE, LOT));

        assertThat(symbols.all()).extracting(Instrument::symbol).containsExactly("A");
        assertThat(skipped).hasSize(2);
    }

    @Test
    void keepsEveryDigitOfSmallPricesAndLargeQuantities() {
        Instrument pepe =
                one(
                        "TRADING",
                        filter(
                                "PRICE_FILTER",
                                "\"minPrice\":\"0.00000001\",\"maxPrice\":\"1\",\"tickSize\":\"0.00000001\""),
                        filter(
                                "LOT_SIZE",
                                "\"minQty\":\"1\",\"maxQty\":\"10000000000000\",\"stepSize\":\"1\""));

        assertThat(pepe.priceScale()).isEqualTo(8);
        BigDecimal level = new BigDecimal("9999999999999999");
        long scaled = Decimals.scaled(level, pepe.quantityScale());
        assertThat(pepe.quantity(scaled)).isEqualByComparingTo(level);
    }

    @Test
    void keepsDigitsBeyondTheStepBecauseOrdersOutliveIt() {
        Instrument instrument = one("TRADING", PRICE, LOT);

        assertThat(instrument.priceScale()).isEqualTo(8);
        assertThat(instrument.quantityScale()).isEqualTo(8);
    }

    private Instrument one(String status, String... filters) {
        return symbols(symbol("BTCUSDT", "BTC", "USDT", status, filters)).all().getFirst();
    }

    private BinanceSymbols symbols(String... symbols) {
        String json =
                "{\"timezone\":\"UTC\",\"serverTime\":1,\"rateLimits\":[],\"symbols\":["
                        + String.join(",", symbols)
                        + "]}";
        try {
            var info = Json.strict().readValue(json, BinanceRestWire.ExchangeInfo.class);
            return BinanceSymbols.of(BinanceProduct.SPOT, info, skipped::add);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError("the test's own JSON", wrong);
        }
    }

    private static String symbol(
            String symbol, String base, String quote, String status, String... filters) {
        return "{\"symbol\":\""
                + symbol
                + "\",\"status\":\""
                + status
                + "\",\"baseAsset\":\""
                + base
                + "\",\"quoteAsset\":\""
                + quote
                + "\",\"orderTypes\":[\"LIMIT\",\"LIMIT_MAKER\",\"MARKET\",\"STOP_LOSS\"],"
                + "\"filters\":["
                + String.join(",", filters)
                + "]}";
    }

    private static String filter(String type, String fields) {
        return "{\"filterType\":\"" + type + "\"," + fields + "}";
    }
}
