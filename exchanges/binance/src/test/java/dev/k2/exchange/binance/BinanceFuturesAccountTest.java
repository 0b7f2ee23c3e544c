package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.KeyPermissions;
import dev.k2.exchange.MarginControl;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.MarginMode;
import dev.k2.model.Position;
import dev.k2.model.PositionMode;
import dev.k2.model.PositionSide;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a futures account has and how its margin is set, against a scripted host. */
class BinanceFuturesAccountTest {
    private static final String CONFIG =
            "[{\"symbol\":\"BTCUSDT\",\"marginType\":\"ISOLATED\",\"isAutoAddMargin\":\"false\","
                    + "\"leverage\":21,\"maxNotionalValue\":\"1000000\"}]";

    private final TestFutures futures = new TestFutures(1);
    private final Instrument btc = futures.btc();
    private final MarginControl margin = futures.account().margin().orElseThrow();

    @AfterEach
    void close() {
        futures.close();
    }

    @Test
    void tellsWhatIsFreeAndWhatIsHeld() {
        futures.on(
                "GET /fapi/v3/balance",
                "["
                        + balance("USDT", "100", "60")
                        + ","
                        + balance("USDC", "10", "12")
                        + ","
                        + balance("BNB", "0", "0")
                        + "]");

        List<Balance> balances = futures.account().balances().orThrow();

        assertThat(balances).extracting(Balance::currency).containsExactly("USDT", "USDC");
        assertThat(balances.getFirst().free()).isEqualByComparingTo("60");
        assertThat(balances.getFirst().held()).isEqualByComparingTo("40");
        assertThat(balances.getLast().held()).isZero();
    }

    @Test
    void tellsOpenPositionsWithTheirLeverage() {
        futures.on(
                "GET /fapi/v3/positionRisk",
                "[" + position("BOTH", "-0.5") + "," + position("BOTH", "0") + "]");
        futures.on("GET /fapi/v1/symbolConfig", CONFIG);

        List<Position> positions = futures.account().positions().orThrow();

        assertThat(positions)
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.side()).isEqualTo(PositionSide.SHORT);
                            assertThat(one.quantity()).isEqualByComparingTo("0.5");
                            assertThat(one.leverage()).contains(21);
                            assertThat(one.marginMode()).isEqualTo(MarginMode.ISOLATED);
                            assertThat(one.liquidationPrice()).isEmpty();
                        });
    }

    @Test
    void asksForNoLeverageWhereThereIsNoPosition() {
        futures.on("GET /fapi/v3/positionRisk", "[]");

        assertThat(futures.account().positions().orThrow()).isEmpty();
        assertThat(futures.requests("GET", "/fapi/v1/symbolConfig")).isEmpty();
    }

    @Test
    void takesNoUnknownSideForAPosition() {
        futures.on("GET /fapi/v3/positionRisk", "[" + position("SIDEWAYS", "1") + "]");
        futures.on("GET /fapi/v1/symbolConfig", CONFIG);

        assertThat(futures.account().positions()).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void readsAndSetsTheLeverage() {
        futures.on("GET /fapi/v1/symbolConfig", CONFIG);
        futures.on(
                "POST /fapi/v1/leverage",
                "{\"leverage\":10,\"maxNotionalValue\":\"1\",\"symbol\":\"BTCUSDT\"}");

        assertThat(margin.leverage(btc).orThrow()).isEqualTo(21);
        assertThat(margin.setLeverage(btc, 10).orThrow()).isEqualTo(10);
        assertThat(margin.setLeverage(btc, 0)).isInstanceOf(Answer.Failed.class);
        assertThat(futures.requests("POST", "/fapi/v1/leverage")).hasSize(1);
    }

    @Test
    void takesAModeThatIsSetAlreadyForSet() {
        futures.refuses("POST /fapi/v1/marginType", -4046, "No need to change margin type.");
        futures.refuses("POST /fapi/v1/positionSide/dual", -4059, "No need to change.");

        assertThat(margin.setMarginMode(btc, MarginMode.CROSS).orThrow())
                .isEqualTo(MarginMode.CROSS);
        assertThat(margin.setPositionMode(PositionMode.HEDGE).orThrow())
                .isEqualTo(PositionMode.HEDGE);
        assertThat(futures.requests("POST", "/fapi/v1/marginType").getFirst().parameters())
                .contains("marginType=CROSSED");
        assertThat(futures.requests("POST", "/fapi/v1/positionSide/dual").getFirst().parameters())
                .contains("dualSidePosition=true");
    }

    @Test
    void tellsThatAModeCannotBeSetNow() {
        futures.refuses(
                "POST /fapi/v1/positionSide/dual", -4068, "Position side cannot be changed");

        assertThat(margin.setPositionMode(PositionMode.HEDGE)).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void readsTheModes() {
        futures.on("GET /fapi/v1/symbolConfig", CONFIG);
        futures.on("GET /fapi/v1/positionSide/dual", "{\"dualSidePosition\":true}");

        assertThat(margin.marginMode(btc).orThrow()).isEqualTo(MarginMode.ISOLATED);
        assertThat(margin.positionMode().orThrow()).isEqualTo(PositionMode.HEDGE);
    }

    @Test
    void tellsWhatItKnowsOfAKeyAndNoMore() {
        futures.on(
                "GET /fapi/v1/accountConfig",
                "{\"feeTier\":0,\"canTrade\":true,\"canDeposit\":true,\"canWithdraw\":true,"
                        + "\"dualSidePosition\":true,\"updateTime\":0,\"multiAssetsMargin\":false,"
                        + "\"tradeGroupId\":-1}");

        KeyPermissions told = futures.account().permissions().orThrow();

        assertThat(told.trade()).isTrue();
        assertThat(told.withdraw()).isEmpty();
        assertThat(told.boundToAddress()).isEmpty();

        futures.refuses("GET /fapi/v1/accountConfig", -2015, "Invalid API-key, IP, or permissions");
        assertThat(
                        ((Answer.Failed<KeyPermissions>) futures.account().permissions())
                                .error()
                                .category())
                .isEqualTo(ErrorCategory.AUTHENTICATION);
    }

    private static String balance(String asset, String whole, String free) {
        return "{\"accountAlias\":\"a\",\"asset\":\""
                + asset
                + "\",\"balance\":\""
                + whole
                + "\",\"availableBalance\":\""
                + free
                + "\"}";
    }

    private static String position(String side, String amount) {
        return "{\"symbol\":\"BTCUSDT\",\"positionSide\":\""
                + side
                + "\",\"positionAmt\":\""
                + amount
                + "\",\"entryPrice\":\"60000\",\"markPrice\":\"60100\",\"unRealizedProfit\":\"-50\","
                + "\"liquidationPrice\":\"0\",\"isolatedMargin\":\"10\",\"updateTime\":5}";
    }
}
