package dev.k2.exchange.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.k2.exchange.Channel;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Instrument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OkxFeedReaderTest {
    private static final Instrument BTC = new OkxDecoderSymbols().of("BTC-USDT");

    private final Names<OkxStream> table = new Names<>();
    private final HeardNews heard = new HeardNews();
    private final OkxStream stream = stream(Channel.BOOK);
    private final OkxFeedReader reader = new OkxFeedReader(table, heard, HeardNews.NO_LINK);
    private final SocketBook book = Objects.requireNonNull(stream.changes());

    @Test
    void keepsABookBySnapshotAndChanges() {
        read(
                book(
                        "snapshot",
                        "[\"101\",\"1\",\"0\",\"1\"]",
                        "[\"100\",\"2\",\"0\",\"1\"]",
                        -1,
                        10));
        read(book("update", "[\"101\",\"0\",\"0\",\"0\"],[\"102\",\"3\",\"0\",\"1\"]", "", 10, 12));

        assertThat(book.book().isValid()).isTrue();
        assertThat(book.book().sequence()).isEqualTo(12);
        assertThat(book.book().asks().price(0)).isEqualTo(102_00000000L);
        assertThat(heard.told).isEqualTo(2);
    }

    @Test
    void losesTheBookWhereAChangeIsMissing() {
        read(book("snapshot", "[\"101\",\"1\"]", "[\"100\",\"2\"]", -1, 10));
        read(book("update", "[\"102\",\"3\"]", "", 11, 12));

        assertThat(book.isSynced()).isFalse();
        assertThat(book.book().isValid()).isFalse();
        assertThat(book.gaps()).isEqualTo(1);
    }

    @Test
    void followsANumberThatFallsWhileTheChainHolds() {
        read(book("snapshot", "[\"101\",\"1\"]", "[\"100\",\"2\"]", -1, 1_000));
        read(book("update", "[\"102\",\"3\"]", "", 1_000, 5));
        read(book("update", "[\"103\",\"3\"]", "", 5, 6));

        assertThat(book.book().isValid()).isTrue();
        assertThat(book.book().sequence()).isEqualTo(6);
        assertThat(book.gaps()).isZero();
    }

    @Test
    void takesEqualNumbersAsASignOfLife() {
        read(book("snapshot", "[\"101\",\"1\"]", "[\"100\",\"2\"]", -1, 10));
        read(book("update", "", "", 10, 10));
        read(book("update", "[\"101\",\"4\"]", "", 10, 11));

        assertThat(book.book().isValid()).isTrue();
        assertThat(book.book().asks().quantity(0)).isEqualTo(4_00000000L);
    }

    @Test
    void losesABookThatIsCrossed() {
        read(book("snapshot", "[\"101\",\"1\"]", "[\"100\",\"2\"]", -1, 10));
        read(book("update", "", "[\"105\",\"1\"]", 10, 11));

        assertThat(book.book().isValid()).isFalse();
    }

    @Test
    void readsAChangeWhoseFieldsStandInAnyOrder() {
        String levels = "\"bids\":[[\"100\", \"5\", 0, {}]], \"asks\":[]";
        List<String> forms =
                List.of(
                        "{\"seqId\":11,\"prevSeqId\":10,\"new\":{\"asks\":[1]}," + levels + "}",
                        "{ \"prevSeqId\" : 11 , " + levels + ",\"seqId\":12}",
                        "{\"asks\":[],\"seqId\":13,\"bids\":[[\"100\",\"5\"]],\"prevSeqId\":12}",
                        "{\"asks\":[] ,\"bids\":[[\"100\",\"5\"]],\"seqId\":14,\"prevSeqId\":13}",
                        "{\"bids\":[[\"100\",\"5\"]],\"\\u0061sks\":[[1]],\"seqId\":15,\"prevSeqId\":14}");
        read(book("snapshot", "[\"101\",\"1\"]", "[\"100\",\"2\"]", -1, 10));

        for (String form : forms) {
            read("{\"arg\":%s,\"action\":\"update\",\"data\":[%s]}".formatted(stream.name(), form));
        }
        read(
                "{ \"arg\" : %s, \"more\":1, \"action\" : \"update\" , \"data\" : [%s] , \"more\":[]}"
                        .formatted(
                                stream.name(),
                                "{\"asks\":[[\"102\",\"1\"]],\"seqId\":16,\"prevSeqId\":15}"));

        assertThat(reader.skipped()).isZero();
        assertThat(book.book().sequence()).isEqualTo(16);
        assertThat(book.book().bids().quantity(0)).isEqualTo(5_00000000L);
        assertThat(book.book().asks().size()).isEqualTo(2);
    }

    @Test
    void putsNothingOfAChangeIntoTheBookThatIsCutShort() {
        String change = book("update", "[\"102\",\"3\",\"0\",\"1\"]", "[\"100\",\"7\"]", 10, 11);

        for (int length = 1; length < change.length(); length++) {
            read(book("snapshot", "[\"101\",\"1\"]", "[\"100\",\"2\"]", -1, 10));
            byte[] cut = change.substring(0, length).getBytes(StandardCharsets.UTF_8);
            long skipped = reader.skipped();
            boolean news = reader.read(cut, cut.length, 1);

            boolean whole = length >= change.length() - 2;
            assertThat(book.book().asks().size())
                    .as("of %s bytes", length)
                    .isEqualTo(whole ? 2 : 1);
            assertThat(reader.skipped()).isGreaterThanOrEqualTo(news ? skipped + 1 : skipped);
            assertThat(book.isSynced()).isEqualTo(length < stream.name().length() + 7);
        }
    }

    @Test
    void losesTheBookWhereALevelDoesNotFit() {
        for (String level :
                List.of("[\"-1\",\"1\"]", "[\"1\",\"x\"]", "[\"1.000000001\",\"1\"]", "[1]")) {
            read(book("snapshot", "[\"101\",\"1\"]", "[\"100\",\"2\"]", -1, 10));
            read(book("update", "[\"102\",\"3\"]," + level, "", 10, 11));

            assertThat(book.isSynced()).as(level).isFalse();
            assertThat(book.book().asks().size()).isEqualTo(1);
        }
    }

    @Test
    void takesNoCommaForAFieldInFrontOfTheFirst() {
        read(book("snapshot", "[\"101\",\"1\"]", "[\"100\",\"2\"]", -1, 10));
        read(
                "{\"arg\":%s,\"action\":\"update\",\"data\":[{,\"bids\":[],\"seqId\":11,\"prevSeqId\":10}]}"
                        .formatted(stream.name()));

        assertThat(reader.skipped()).isEqualTo(1);
        assertThat(book.isSynced()).isFalse();
    }

    @Test
    void skipsWhatCannotBeReadAndCountsIt() {
        OkxStream trades = stream(Channel.AGGREGATE_TRADES);
        read("{\"arg\":" + trades.name() + ",\"data\":[{\"tradeId\":\"1\",\"px\":\"x\"}]}");
        read(
                "{\"arg\":"
                        + trades.name()
                        + ",\"data\":[{\"instId\":\"BTC-USDT\",\"tradeId\":\"7\",\"px\":\"1.5\","
                        + "\"sz\":\"2\",\"side\":\"sell\",\"ts\":\"1630048897897\",\"new\":{}}]}");

        assertThat(reader.skipped()).isEqualTo(1);
        assertThat(heard.told).isEqualTo(1);
    }

    @Test
    void leavesAnswersToOthers() {
        byte[] answer = "{\"event\":\"subscribe\",\"arg\":{}}".getBytes(StandardCharsets.UTF_8);

        assertThat(reader.read(answer, answer.length, 1)).isFalse();
        assertThat(reader.skipped()).isZero();
    }

    @FuzzTest
    void survivesAnything(byte[] message) {
        reader.read(message, message.length, 1);

        assertThat(book.book().isValid()).isEqualTo(book.isSynced() && book.book().isValid());
    }

    private OkxStream stream(Channel channel) {
        OkxStream made = OkxStream.of(BTC, channel);
        table.put(made.name().getBytes(StandardCharsets.UTF_8), made);
        return made;
    }

    private void read(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(bytes, bytes.length, 1)).isTrue();
    }

    private String book(String action, String asks, String bids, long previous, long number) {
        return "{\"arg\":%s,\"action\":\"%s\",\"data\":[{\"asks\":[%s],\"bids\":[%s],"
                        .formatted(stream.name(), action, asks, bids)
                + "\"ts\":\"1630048897897\",\"checksum\":0,\"seqId\":%d,\"prevSeqId\":%d}]}"
                        .formatted(number, previous);
    }
}
