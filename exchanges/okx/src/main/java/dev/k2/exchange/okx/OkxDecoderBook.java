package dev.k2.exchange.okx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A recorded book. Newer recordings chain by {@code seqId}; those of before carry a checksum over the
 * original text of the best 25 levels instead, so that text is kept and the checksum reckoned.
 */
final class OkxDecoderBook {
    private static final int LEVELS = 25;

    private final SocketBook book;
    private final TreeMap<BigDecimal, String> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, String> asks = new TreeMap<>();
    private long checked;

    OkxDecoderBook(Instrument instrument) {
        book = new SocketBook(instrument);
    }

    SocketBook book() {
        return book;
    }

    /** How many checksums were right. */
    long checked() {
        return checked;
    }

    /** The recording's connection was cut: what follows begins anew. */
    void cut() {
        book.lose(false);
    }

    /** Applies one snapshot or update. */
    void read(boolean snapshot, JsonNode update, long atMillis) {
        boolean chained = update.has("seqId");
        long last = chained ? update.path("seqId").asLong() : update.path("ts").asLong();
        long before = chained ? update.path("prevSeqId").asLong() : book.book().sequence();
        SocketBook.Step step = snapshot ? book.snapshot(last, false) : book.change(before, last);
        switch (step) {
            case IGNORE -> {}
            case HOLD, GAP -> book.lose(true);
            case APPLY -> {
                if (snapshot) {
                    bids.clear();
                    asks.clear();
                }
                levels(Side.BUY, bids, update.path("bids"));
                levels(Side.SELL, asks, update.path("asks"));
                boolean right =
                        snapshot ? book.began(last, atMillis) : book.applied(last, atMillis);
                if (!right || !isChecked(update.path("checksum").asInt())) {
                    book.lose(true);
                }
            }
        }
    }

    /** OKX sends 0 today, which proves nothing. */
    private boolean isChecked(int checksum) {
        if (checksum == 0) {
            return true;
        }
        boolean right = checksum == checksum();
        checked += right ? 1 : 0;
        return right;
    }

    private int checksum() {
        List<String> bid = best(bids);
        List<String> ask = best(asks);
        List<String> parts = new ArrayList<>();
        for (int rank = 0; rank < LEVELS; rank++) {
            if (rank < bid.size()) {
                parts.add(bid.get(rank));
            }
            if (rank < ask.size()) {
                parts.add(ask.get(rank));
            }
        }
        var crc = new CRC32();
        crc.update(String.join(":", parts).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    private static List<String> best(Map<BigDecimal, String> side) {
        return side.values().stream().limit(LEVELS).toList();
    }

    private void levels(Side side, Map<BigDecimal, String> texts, JsonNode levels) {
        Instrument instrument = book.book().instrument();
        for (JsonNode level : levels) {
            String price = level.path(0).asText();
            String quantity = level.path(1).asText();
            BigDecimal key = Decimals.of(price);
            BigDecimal size = Decimals.of(quantity);
            book.book()
                    .set(
                            side,
                            Decimals.scaled(key, instrument.priceScale()),
                            Decimals.scaled(size, instrument.quantityScale()));
            if (size.signum() == 0) {
                texts.remove(key);
            } else {
                texts.put(key, price + ":" + quantity);
            }
        }
    }
}
