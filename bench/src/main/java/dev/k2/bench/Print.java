package dev.k2.bench;

import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A trade that readers are told, the same for every server.
 *
 * @param index of the instrument in {@link #INSTRUMENTS}
 * @param number which trade it is, and when it was made: {@link System#nanoTime()}, which is one
 *     clock for all processes of a machine
 */
record Print(int index, long number, long cents) {
    /** What is traded here. */
    static final List<Instrument> INSTRUMENTS =
            IntStream.range(0, 100).mapToObj(Print::instrument).toList();

    /** A hundred thousandths of what is traded. */
    static final long QUANTITY = 12_345;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Numbers have all the same length, which makes a message of 186 bytes. */
    private static final long NUMBER_MIN = 1_000_000_000_000_000_000L;

    /** Messages of trades and of prices begin with as many letters. */
    private static final String BEFORE_INDEX = "{\"type\":\"trade\",\"instrument\":\"C";

    private static final int NUMBER_DIGITS = 19;
    private static final String BEFORE_NUMBER =
            "{\"type\":\"trade\",\"instrument\":\"C00-USDT\",\"exchange\":\"binance\",\"trade_id\":\"";

    /** The same price, a little different each time, and two decimals long. */
    static final long CENTS = 6_495_001;

    private static Instrument instrument(int index) {
        return Btc.like(InstrumentId.spot("C" + index / 10 + index % 10, "USDT"));
    }

    Instrument instrument() {
        return INSTRUMENTS.get(index);
    }

    /** The exchange's number of the trade. */
    long tradeId() {
        return NUMBER_MIN + number % NUMBER_MIN;
    }

    /** The message, as K2 spells it. */
    String text(Instant at) {
        return "{\"type\":\"trade\",\"instrument\":\""
                + instrument().id().text()
                + "\",\"exchange\":\"binance\",\"trade_id\":\""
                + tradeId()
                + "\",\"price\":\""
                + cents / 100
                + "."
                + cents / 10 % 10
                + cents % 10
                + "\",\"quantity\":\"0."
                + QUANTITY
                + "\",\"side\":\"buy\",\"timestamp\":\""
                + TIME.format(at)
                + "\"}";
    }

    /** Nanoseconds since the trade was made, of a message that lies in a buffer. */
    static long ageNanos(ByteBuffer in, int at, long now) {
        long id = 0;
        int first = at + BEFORE_NUMBER.length();
        for (int i = first; i < first + NUMBER_DIGITS; i++) {
            id = id * 10 + in.get(i) - '0';
        }
        return now % NUMBER_MIN - (id - NUMBER_MIN);
    }

    /** The index of the instrument that a message in a buffer is about. */
    static int index(ByteBuffer in, int at) {
        int first = at + BEFORE_INDEX.length();
        return 10 * (in.get(first) - '0') + in.get(first + 1) - '0';
    }

    /** What a reader of K2 says to be told of some of the instruments. */
    static String subscription(String channel, int from, int to) {
        String names =
                String.join(
                        "\",\"",
                        INSTRUMENTS.subList(from, to).stream().map(i -> i.id().text()).toList());
        return "{\"type\":\"subscribe\",\"channel\":\""
                + channel
                + "\",\"instruments\":[\""
                + names
                + "\"]}";
    }
}
