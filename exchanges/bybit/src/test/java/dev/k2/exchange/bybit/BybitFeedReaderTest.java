package dev.k2.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Names;
import dev.k2.model.Book;
import dev.k2.model.Instrument;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BybitFeedReaderTest {
    private final List<String> heard = new ArrayList<>();
    private final List<BybitStream> lost = new ArrayList<>();
    private final Names<BybitStream> names = new Names<>();
    private final BybitStream book = stream(Channel.BOOK);
    private final BybitFeedReader reader =
            new BybitFeedReader(names, new Ears(), lost::add, held -> {});

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
            heard.add("quote " + instrument.price(bid) + " at " + exchangeMillis);
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
            heard.add("trade " + aggressor);
        }

        @Override
        public void onBook(Book told) {
            heard.add("book " + told.sequence() + " of " + told.bids().size());
        }

        @Override
        public void onMarkPrice(Instrument instrument, MarkPrice mark) {
            heard.add("mark " + mark.mark() + " funding " + mark.fundingRate().orElseThrow());
        }

        @Override
        public void onSkipped(String what) {
            heard.add("skipped");
        }
    }

    private BybitStream stream(Channel channel) {
        BybitStream made = BybitStream.of(TestBybit.LINEAR, channel, 50);
        names.put(made.name().getBytes(StandardCharsets.UTF_8), made);
        return made;
    }

    private boolean say(String message) {
        byte[] bytes = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, bytes.length, 7);
    }

    private static String depth(String type, long update, String bids) {
        return "{'topic':'orderbook.50.BTCUSDT','type':'%s','ts':1,'data':{'s':'BTCUSDT','b':[%s],'a':[],'u':%d,'seq':9},'cts':1}"
                .formatted(type, bids, update);
    }

    @Test
    void keepsABookByItsNumbersAndLosesItOnAGap() {
        say(depth("snapshot", 5, "['10','1'],['9','2']"));
        say(depth("delta", 6, "['9','0']"));
        say(depth("delta", 8, "['8','1']"));

        assertThat(heard).containsExactly("book 5 of 2", "book 6 of 1");
        assertThat(lost).containsExactly(book);
    }

    @Test
    void beginsAnewWithASnapshotAtAnyTime() {
        say(depth("snapshot", 500, "['10','1'],['9','2']"));
        say(depth("snapshot", 1, "['7','1']"));
        say(depth("delta", 2, "['6','1']"));

        assertThat(heard).containsExactly("book 500 of 2", "book 1 of 1", "book 2 of 2");
        assertThat(lost).isEmpty();
    }

    @Test
    void readsFieldsInAnyOrder() {
        say(
                "{'cts':1,'data':{'u':3,'a':[['11','1']],'b':[['10','1']],'s':'BTCUSDT'},'ts':2,"
                        + "'type':'snapshot','topic':'orderbook.50.BTCUSDT'}");

        assertThat(heard).containsExactly("book 3 of 1");
    }

    @Test
    void tellsBestPricesOnceThoughTheyAreRepeated() {
        stream(Channel.QUOTES);
        String message =
                "{'topic':'orderbook.1.BTCUSDT','ts':2,'type':'snapshot','data':{'s':'BTCUSDT',"
                        + "'b':[['10','1']],'a':[['11','1']],'u':%d,'seq':1},'cts':1}";

        say(message.formatted(7));
        say(message.formatted(7));
        say(message.formatted(1));

        assertThat(heard).hasSize(2).allMatch(told -> told.endsWith(" at 1"));
    }

    @Test
    void tellsEachTradeOnce() {
        stream(Channel.TRADES);
        String message =
                "{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':2,'data':[{'T':1,'s':'BTCUSDT',"
                    + "'S':'Sell','v':'1','p':'10','L':'PlusTick','i':'20f43950-d8dd','BT':false}]}";

        say(message);
        say(message);

        assertThat(heard).containsExactly("trade SELL");
    }

    @Test
    void mergesChangesOfATicker() {
        stream(Channel.MARK_PRICE);
        String message = "{'topic':'tickers.BTCUSDT','type':'%s','data':{%s},'cs':1,'ts':%d}";

        say(message.formatted("delta", "'markPrice':'1'", 1));
        say(message.formatted("snapshot", "'markPrice':'2','fundingRate':'0.1'", 2));
        say(message.formatted("delta", "'markPrice':'3'", 3));

        assertThat(heard).containsExactly("mark 2 funding 0.1", "mark 3 funding 0.1");
    }

    @Test
    void losesABookWhoseMessageCannotBeRead() {
        say(depth("snapshot", 5, "['10','1']"));
        say(depth("delta", 6, "['ten','1']"));

        assertThat(heard).containsExactly("book 5 of 1", "skipped");
        assertThat(lost).containsExactly(book);
        assertThat(reader.skipped()).isEqualTo(1);
    }

    @FuzzTest
    void survivesAnything(byte[] message) {
        stream(Channel.TRADES);
        stream(Channel.TICKER);

        reader.read(message, message.length, 1);

        assertThat(heard.size()).isLessThanOrEqualTo(message.length + 1);
    }
}
