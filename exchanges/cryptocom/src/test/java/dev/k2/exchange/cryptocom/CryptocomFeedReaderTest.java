package dev.k2.exchange.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Book;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CryptocomFeedReaderTest {
    private final List<String> heard = new ArrayList<>();
    private final List<CryptocomStream> lost = new ArrayList<>();
    private final Names<CryptocomStream> names = new Names<>();
    private final CryptocomStream book = stream(Channel.BOOK);
    private boolean subscribed = true;
    private final CryptocomFeedReader reader =
            new CryptocomFeedReader(
                    names,
                    new Ears(),
                    new CryptocomFeedReader.Streams() {
                        @Override
                        public void lost(CryptocomStream stream, SocketBook wrong) {
                            lost.add(stream);
                            wrong.lose(true);
                        }

                        @Override
                        public void held(CryptocomStream stream) {
                            heard.add("held");
                        }

                        @Override
                        public boolean isSubscribed(CryptocomStream stream) {
                            return subscribed;
                        }
                    });

    private final class Ears implements FeedListener {
        @Override
        public void onQuote(
                Instrument instrument,
                long bid,
                long bidQuantity,
                long ask,
                long askQuantity,
                long exchangeMillis,
                long receivedMillis) {
            heard.add("quote " + instrument.price(bid) + " " + instrument.quantity(askQuantity));
        }

        @Override
        public void onTrade(
                Instrument instrument,
                long tradeId,
                long price,
                long quantity,
                Side aggressor,
                long exchangeMillis,
                long receivedMillis) {
            heard.add("trade " + tradeId + " " + aggressor);
        }

        @Override
        public void onBook(Book told) {
            heard.add("book " + told.sequence() + " of " + told.bids().size());
        }

        @Override
        public void onCandle(Instrument instrument, Candle candle) {
            heard.add(
                    "candle "
                            + candle.openTime().toEpochMilli()
                            + (candle.closed() ? " closed " : " open ")
                            + candle.close());
        }

        @Override
        public void onMarkPrice(Instrument instrument, MarkPrice mark) {
            heard.add(
                    "mark "
                            + mark.mark()
                            + " index "
                            + mark.index().orElseThrow()
                            + " funding "
                            + mark.fundingRate().orElseThrow());
        }

        @Override
        public void onSkipped(String what) {
            heard.add("skipped");
        }
    }

    private CryptocomStream stream(Channel channel) {
        CryptocomStream made = CryptocomStream.of(TestCryptocom.PERPETUAL, channel);
        names.put(made.name().getBytes(StandardCharsets.UTF_8), made);
        return made;
    }

    private boolean say(String message) {
        byte[] bytes = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, bytes.length, 7_000);
    }

    private boolean push(String channel, String name, String data) {
        return push(-1, channel, name, data);
    }

    private boolean push(long id, String channel, String name, String data) {
        return say(
                "{'id':%d,'method':'subscribe','code':0,'result':{'instrument_name':'%s','subscription':'%s','channel':'%s','data':[%s]}}"
                        .formatted(
                                id,
                                name.substring(name.lastIndexOf('.') + 1),
                                name,
                                channel,
                                data));
    }

    private void snapshot(long number, String bids) {
        push(
                "book",
                "book.BTCUSD-PERP.50",
                "{'asks':[],'bids':[%s],'t':1,'tt':1,'u':%d,'cs':-9}".formatted(bids, number));
    }

    private void change(long before, long number, String bids) {
        push(
                "book.update",
                "book.BTCUSD-PERP.50",
                "{'update':{'asks':[],'bids':[%s]},'t':1,'u':%d,'pu':%d,'cs':3}"
                        .formatted(bids, number, before));
    }

    @Test
    void keepsABookByTheNumberBeforeAndLosesItOnAGap() {
        snapshot(100, "['10','1','1'],['9','2','0']");
        change(100, 260, "['9','0','0'],['8','1','2']");
        change(261, 300, "['7','1','1']");

        assertThat(heard).containsExactly("book 100 of 2", "book 260 of 2");
        assertThat(lost).containsExactly(book);
    }

    @Test
    void takesAnIdleBookForRight() {
        snapshot(100, "['10','1','1']");
        change(100, 100, "");
        change(100, 120, "['9','1','1']");

        assertThat(heard).containsExactly("book 100 of 1", "book 100 of 1", "book 120 of 2");
        assertThat(lost).isEmpty();
    }

    @Test
    void beginsAnewWithASnapshotAtAnyTime() {
        snapshot(500, "['10','1','1'],['9','1','1']");
        snapshot(90, "['7','1','1']");

        assertThat(heard).containsExactly("book 500 of 2", "book 90 of 1");
    }

    @Test
    void losesABookWhoseMessageCannotBeRead() {
        snapshot(5, "['10','1','1']");
        change(5, 6, "['ten','1','1']");

        assertThat(heard).containsExactly("book 5 of 1", "skipped");
        assertThat(lost).containsExactly(book);
        assertThat(reader.skipped()).isEqualTo(1);
    }

    @Test
    void losesABookThatIsCrossed() {
        push(
                "book",
                "book.BTCUSD-PERP.50",
                "{'asks':[['9','1','1']],'bids':[['10','1','1']],'t':1,'u':4}");

        assertThat(lost).containsExactly(book);
    }

    @Test
    void readsFieldsInAnyOrder() {
        say(
                "{'result':{'data':[{'u':3,'bids':[['10','1','1']],'asks':[]}],'subscription':"
                        + "'book.BTCUSD-PERP.50','channel':'book'},'code':0,'id':-1}");

        assertThat(heard).containsExactly("book 3 of 1");
    }

    @Test
    void tellsBestPricesOfATicker() {
        stream(Channel.QUOTES);

        push(
                "ticker",
                "ticker.BTCUSD-PERP",
                "{'h':'12','l':'9','a':null,'c':'0.01','b':'10','bs':'1','k':'11','ks':'2','i':'BTCUSD-PERP','v':'1','vv':'1','oi':'1','t':5}");

        assertThat(heard).containsExactly("quote 10.00000000 2.00000000");
    }

    @Test
    void tellsEachTradeOnceTheOldestFirst() {
        stream(Channel.TRADES);
        String batch =
                "{'d':'4611686018455979971','t':2,'p':'10','q':'1','s':'SELL','i':'x'},{'d':'4611686018455979970','t':1,'p':'10','q':'1','s':'buy','i':'x'}";

        push("trade", "trade.BTCUSD-PERP", batch);
        push("trade", "trade.BTCUSD-PERP", batch);

        assertThat(heard)
                .containsExactly("trade 4611686018455979970 BUY", "trade 4611686018455979971 SELL");
    }

    @Test
    void endsACandleWhenTheNextBegins() {
        stream(Channel.candles(CandleInterval.M1));
        String row = "{'o':'1','h':'1','l':'1','c':'%s','v':'1','t':%d}";
        String name = "candlestick.1m.BTCUSD-PERP";

        push("candlestick", name, row.formatted("1", 60) + "," + row.formatted("2", 120));
        push("candlestick", name, row.formatted("3", 120));
        push("candlestick", name, row.formatted("4", 180));

        assertThat(heard)
                .containsExactly(
                        "candle 60 closed 1",
                        "candle 120 open 2",
                        "candle 120 open 3",
                        "candle 120 closed 3",
                        "candle 180 open 4");
    }

    @Test
    void tellsAMarkPriceWithItsIndexAndFunding() {
        stream(Channel.MARK_PRICE);

        push("mark", "mark.BTCUSD-PERP", "{'v':'1','t':1}");
        push("funding", "funding.BTCUSD-PERP", "{'v':'-0.0001','t':1}");
        push("index", "index.BTCUSD-INDEX", "{'v':'3','t':1}");
        push("mark", "mark.BTCUSD-PERP", "{'v':'2','t':2}");

        assertThat(heard).containsExactly("mark 2 index 3 funding -0.0001");
    }

    @Test
    void takesTheFirstMessageForAYes() {
        stream(Channel.QUOTES);
        String ticker = "{'b':'10','bs':'1','k':'11','ks':'2','t':5}";

        assertThat(push(3, "ticker", "ticker.BTCUSD-PERP", ticker)).isFalse();
        assertThat(push(-1, "ticker", "ticker.BTCUSD-PERP", ticker)).isTrue();
        subscribed = false;
        stream(Channel.TRADES);
        assertThat(
                        push(
                                "trade",
                                "trade.BTCUSD-PERP",
                                "{'d':'1','t':2,'p':'10','q':'1','s':'SELL'}"))
                .isFalse();
        assertThat(heard).hasSize(3);
    }

    @FuzzTest
    void survivesAnything(byte[] message) {
        stream(Channel.TRADES);
        stream(Channel.TICKER);
        stream(Channel.MARK_PRICE);

        reader.read(message, message.length, 1);

        assertThat(heard.size()).isLessThanOrEqualTo(message.length + 1);
    }
}
