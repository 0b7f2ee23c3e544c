package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Watchlists over HTTP, from the first list to a link that has ended. */
class WatchlistApiTest {
    private static final String LISTS = "/v1/watchlists";

    private final Browser anna = Browser.loggedIn();
    private final Browser ben = Browser.loggedIn();
    private final Browser nobody = Browser.of(House.gateway());

    @Test
    void makesShowsChangesAndRemovesAList() {
        Browser.Answered made = anna.post(LISTS, list("Coins", "binance:BTC-USDT"));
        String path = path(made);
        Browser.Answered watched =
                anna.send("PUT", path + "/instruments/BTC-USDT?exchange=okx", null);
        Browser.Answered again =
                anna.send("PUT", path + "/instruments/BTC-USDT?exchange=okx", null);
        Browser.Answered turned =
                anna.put(
                        path, list("Turned", "okx:BTC-USDT", "binance:BTC-USDT").put("version", 2));
        Browser.Answered taken = anna.delete(path + "/instruments/BTC-USDT?exchange=binance");
        Browser.Answered found = anna.get(path);
        Browser.Answered all = anna.get(LISTS);
        Browser.Answered export = anna.get("/v1/users/me/export");
        Browser.Answered deleted = anna.delete(path);
        Browser.Answered gone = anna.get(path);

        ContractBook.assertFits("createWatchlist", made);
        ContractBook.assertFits("watchInstrument", watched);
        ContractBook.assertFits("setWatchlist", turned);
        ContractBook.assertFits("unwatchInstrument", taken);
        ContractBook.assertFits("getWatchlist", found);
        ContractBook.assertFits("listWatchlists", all);
        ContractBook.assertFits("exportMe", export);
        ContractBook.assertFits("deleteWatchlist", deleted);
        ContractBook.assertFits("getWatchlist", gone);
        assertThat(made.status()).isEqualTo(201);
        assertThat(items(watched)).containsExactly("binance:BTC-USDT", "okx:BTC-USDT");
        assertThat(again.data()).isEqualTo(watched.data());
        assertThat(items(turned)).containsExactly("okx:BTC-USDT", "binance:BTC-USDT");
        assertThat(items(found)).containsExactly("okx:BTC-USDT");
        assertThat(all.json().getJsonArray("data")).containsExactly(found.data());
        assertThat(export.data().getJsonArray("watchlists")).containsExactly(found.data());
        assertThat(gone.code()).isEqualTo("WATCHLIST_NOT_FOUND");
    }

    @Test
    void refusesWhatSomebodyChangedMeanwhile() {
        Browser.Answered made =
                anna.post(LISTS, list("Coins", "binance:BTC-USDT", "binance:ETH-USDT"));
        JsonObject turned = list("Coins", "binance:ETH-USDT", "binance:BTC-USDT").put("version", 1);

        Browser.Answered first = anna.put(path(made), turned);
        Browser.Answered second = anna.put(path(made), turned);

        ContractBook.assertFits("setWatchlist", second);
        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("VERSION_CONFLICT");
        assertThat(
                        second.json()
                                .getJsonObject("error")
                                .getJsonObject("details")
                                .getInteger("version"))
                .isEqualTo(2);
    }

    @Test
    void movesAListAmongTheOthers() {
        anna.post(LISTS, list("One"));
        Browser.Answered two = anna.post(LISTS, list("Two"));

        anna.put(path(two), list("Two").put("version", 1).put("position", 0));

        assertThat(anna.get(LISTS).json().getJsonArray("data"))
                .extracting(one -> ((JsonObject) one).getString("name"))
                .containsExactly("Two", "One");
    }

    @Test
    void saysWhatIsWrong() {
        String path = path(anna.post(LISTS, list("Coins")));

        Browser.Answered unnamed = anna.post(LISTS, list(" "));
        Browser.Answered twice =
                anna.post(LISTS, list("Coins", "binance:BTC-USDT", "binance:BTC-USDT"));
        Browser.Answered untraded = anna.post(LISTS, list("Coins", "okx:SOL-USDT"));
        Browser.Answered unknown =
                anna.send("PUT", path + "/instruments/NOT-THERE?exchange=okx", null);
        Browser.Answered nowhere = anna.send("PUT", path + "/instruments/BTC-USDT", null);
        Browser.Answered foreign = ben.get(path);
        Browser.Answered foreignLink = ben.send("POST", path + "/share", null);

        ContractBook.assertFits("createWatchlist", unnamed);
        ContractBook.assertFits("createWatchlist", untraded);
        ContractBook.assertFits("watchInstrument", unknown);
        assertThat(unnamed.field()).isEqualTo("name");
        assertThat(twice.field()).isEqualTo("instruments");
        assertThat(untraded.status()).isEqualTo(422);
        assertThat(unknown.code()).isEqualTo("INSTRUMENT_NOT_FOUND");
        assertThat(nowhere.field()).isEqualTo("exchange");
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreignLink.code()).isEqualTo("WATCHLIST_NOT_FOUND");
    }

    @Test
    void refusesANameThatNoneCanHave() {
        Browser.Answered made = anna.post(LISTS, list("Coins", "binance:BTC-USDT"));

        Browser.Answered withALinesEnd = anna.post(LISTS, list("More", "binance:ETH-USDT\n"));
        Browser.Answered ofRareLetters =
                anna.put(
                        path(made),
                        list("Coins", "binance:" + "\uD835\uDC9C".repeat(41)).put("version", 1));

        ContractBook.assertFits("createWatchlist", withALinesEnd);
        ContractBook.assertFits("setWatchlist", ofRareLetters);
        assertThat(withALinesEnd.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(ofRareLetters.code()).isEqualTo("INSTRUMENT_NOT_FOUND");
        assertThat(items(anna.get(path(made)))).containsExactly("binance:BTC-USDT");
        assertThat(anna.get(LISTS).json().getJsonArray("data")).hasSize(1);
    }

    @Test
    void holdsTheNumberOfLists() {
        List<Integer> statuses =
                IntStream.range(0, 21)
                        .mapToObj(i -> anna.post(LISTS, list("List " + i)).status())
                        .toList();

        assertThat(statuses.subList(0, 20)).containsOnly(201);
        assertThat(statuses.getLast()).isEqualTo(409);
    }

    @Test
    void showsASharedListToWhoeverHasItsLinkUntilItEnds() {
        Browser.Answered made = anna.post(LISTS, list("Shared", "binance:BTC-USDT"));
        Browser.Answered first = anna.send("POST", path(made) + "/share", null);
        Browser.Answered shown = nobody.get(look(first));
        Browser.Answered second = anna.send("POST", path(made) + "/share", null);
        Browser.Answered replaced = nobody.get(look(first));
        Browser.Answered shownAgain = nobody.get(look(second));
        Browser.Answered found = anna.get(path(made));
        Browser.Answered ended = anna.delete(path(made) + "/share");
        Browser.Answered over = nobody.get(look(second));
        Browser.Answered never =
                nobody.get("/v1/shared/watchlists/abcdefghijklmnopqrstuvwxyzABCDEF");

        ContractBook.assertFits("shareWatchlist", first);
        ContractBook.assertFits("getSharedWatchlist", shown);
        ContractBook.assertFits("unshareWatchlist", ended);
        ContractBook.assertFits("getSharedWatchlist", over);
        assertThat(first.status()).isEqualTo(201);
        assertThat(shown.data().fieldNames()).containsExactlyInAnyOrder("name", "instruments");
        JsonObject item = shown.data().getJsonArray("instruments").getJsonObject(0);
        assertThat(item.getString("base")).isEqualTo("BTC");
        assertThat(item.getJsonObject("price").getString("price")).isNotBlank();
        assertThat(shown.body()).doesNotContain(made.data().getString("id"));
        assertThat(replaced.status()).isEqualTo(404);
        assertThat(shownAgain.status()).isEqualTo(200);
        assertThat(found.data().getString("shared_at")).isNotNull();
        assertThat(found.body()).doesNotContain(token(first)).doesNotContain(token(second));
        assertThat(over.code()).isEqualTo("WATCHLIST_NOT_FOUND");
        assertThat(never.code()).isEqualTo(over.code());
    }

    private static JsonObject list(String name, String... markets) {
        JsonArray instruments = new JsonArray();
        for (String market : markets) {
            String[] parts = market.split(":", -1);
            instruments.add(new JsonObject().put("exchange", parts[0]).put("instrument", parts[1]));
        }
        return new JsonObject().put("name", name).put("instruments", instruments);
    }

    private static String path(Browser.Answered made) {
        return LISTS + "/" + made.data().getString("id");
    }

    private static String token(Browser.Answered linked) {
        String path = linked.data().getString("path");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String look(Browser.Answered linked) {
        return "/v1/shared/watchlists/" + token(linked);
    }

    private static List<String> items(Browser.Answered answered) {
        return answered.data().getJsonArray("instruments").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getString("exchange") + ":" + one.getString("instrument"))
                .toList();
    }
}
