package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.Eventually;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events and their contracts through the front door. */
class EventApiTest {
    private final Browser anna = Browser.loggedIn();

    @BeforeEach
    void waitForEvents() {
        House house = House.shared();
        Eventually.until("events are known", () -> tickers("").contains("KXBTC"));
        house.kalshi.moveTo(ScriptedEvents.CONTRACT, 62);
        Eventually.until(
                "the contract has a price",
                () ->
                        house.market
                                .knownPrice(house.kalshi.listed(ScriptedEvents.CONTRACT))
                                .isPresent());
    }

    @Test
    void listsWhatClosesSoonestFirstAndWhatIsOverLast() {
        assertThat(tickers("")).isEqualTo("KXBTC-26JAN06,KXRAIN-26FEB,KXFED-25DEC");
        assertThat(tickers("?sort=-volume_24h"))
                .isEqualTo("KXRAIN-26FEB,KXBTC-26JAN06,KXFED-25DEC");
    }

    @Test
    void filtersSearchesAndPages() {
        assertThat(tickers("?category=weather")).isEqualTo("KXRAIN-26FEB");
        assertThat(tickers("?status=settled")).isEqualTo("KXFED-25DEC");
        assertThat(tickers("?search=nyc")).isEqualTo("KXRAIN-26FEB");
        assertThat(tickers("?exchange=okx")).isEmpty();

        Browser.Answered first = anna.get("/v1/events?limit=2");
        String cursor = first.json().getJsonObject("meta").getString("next_cursor");
        assertThat(tickers("?limit=2&cursor=" + cursor)).isEqualTo("KXFED-25DEC");
    }

    @Test
    void refusesASortThatItDoesNotHave() {
        Browser.Answered answered = anna.get("/v1/events?sort=price");

        ContractBook.assertFits("listEvents", answered);
        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.field()).isEqualTo("sort");
    }

    @Test
    void showsAnEventWithBothSidesOfItsPrice() {
        Browser.Answered answered = anna.get("/v1/events/KXBTC-26JAN06");

        ContractBook.assertFits("getEvent", answered);
        JsonObject contract = answered.data().getJsonArray("contracts").getJsonObject(0);
        JsonObject price = contract.getJsonObject("price");
        assertThat(contract.getString("instrument")).isEqualTo(ScriptedEvents.CONTRACT);
        assertThat(price.getString("bid")).isEqualTo("0.61");
        assertThat(price.getString("ask")).isEqualTo("0.63");
        assertThat(price.getString("probability")).isEqualTo("0.62");
        assertThat(price.getJsonObject("no").getString("bid")).isEqualTo("0.37");
        assertThat(price.getJsonObject("no").getString("ask")).isEqualTo("0.39");
    }

    @Test
    void showsHowASettledContractEnded() {
        Browser.Answered answered = anna.get("/v1/events/KXFED-25DEC");

        ContractBook.assertFits("getEvent", answered);
        JsonObject contract = answered.data().getJsonArray("contracts").getJsonObject(0);
        assertThat(answered.data().getString("status")).isEqualTo("settled");
        assertThat(contract.getJsonObject("result").getString("ruling")).isEqualTo("partly");
        assertThat(contract.getJsonObject("result").getString("value")).isEqualTo("0.5");
    }

    @Test
    void saysThatThereIsNoSuchEvent() {
        Browser.Answered answered = anna.get("/v1/events/KXNOTHING");

        ContractBook.assertFits("getEvent", answered);
        assertThat(answered.status()).isEqualTo(404);
        assertThat(answered.code()).isEqualTo("EVENT_NOT_FOUND");
    }

    @Test
    void anInstrumentThatIsAContractSaysWhatItIsAbout() {
        Browser.Answered contract = anna.get("/v1/instruments/" + ScriptedEvents.CONTRACT);
        Browser.Answered coin = anna.get("/v1/instruments/ETH-USDT");

        ContractBook.assertFits("getInstrument", contract);
        ContractBook.assertFits("getInstrument", coin);
        JsonObject about = contract.data().getJsonObject("contract");
        assertThat(about.getString("yes")).isEqualTo("65,000 or above");
        assertThat(about.getJsonObject("event").getString("ticker")).isEqualTo("KXBTC-26JAN06");
        assertThat(coin.data().containsKey("contract")).isFalse();
    }

    private String tickers(String query) {
        Browser.Answered answered = anna.get("/v1/events" + query);
        ContractBook.assertFits("listEvents", answered);
        return answered.json().getJsonArray("data").stream()
                .map(event -> ((JsonObject) event).getString("ticker"))
                .collect(Collectors.joining(","));
    }
}
