package dev.k2.exchange.binance;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.ScanException;
import dev.k2.exchange.net.Scanner;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the best levels of a book, which come whole. Spot names the sides {@code bids} and {@code
 * asks} and the number {@code lastUpdateId}; futures {@code b}, {@code a} and {@code u}.
 */
final class BinanceTops {
    private static final byte[] NUMBER = ascii("lastUpdateId");
    private static final byte[] BIDS = ascii("bids");
    private static final byte[] ASKS = ascii("asks");
    private static final int LEVELS = 20;

    private final Scanner scanner;
    private final FeedListener listener;

    /**
     * Shares a scanner.
     *
     * @param scanner stands in front of the event when one is read
     */
    BinanceTops(Scanner scanner, FeedListener listener) {
        this.scanner = scanner;
        this.listener = listener;
    }

    void read(BinanceStream stream, long receivedMillis) {
        Instrument instrument = stream.instrument();
        long number = -1;
        List<BookLevel> bids = List.of();
        List<BookLevel> asks = List.of();
        scanner.beginObject();
        while (scanner.nextField()) {
            int letter = scanner.nameByte();
            if (letter == 'u' || scanner.nameIs(NUMBER)) {
                number = scanner.integer();
            } else if (letter == 'b' || scanner.nameIs(BIDS)) {
                bids = levels(instrument);
            } else if (letter == 'a' || scanner.nameIs(ASKS)) {
                asks = levels(instrument);
            } else {
                scanner.skipValue();
            }
        }
        if (number < 0) {
            throw new ScanException("the number of an update", scanner.position());
        }
        if (stream.isNewest(number)) {
            stream.best(best(bids, instrument), best(asks, instrument));
            listener.onTop(
                    instrument,
                    new BookSnapshot(instrument.id(), bids, asks, number),
                    receivedMillis);
        }
    }

    private List<BookLevel> levels(Instrument instrument) {
        List<BookLevel> levels = new ArrayList<>(LEVELS);
        scanner.beginArray();
        while (scanner.nextElement()) {
            scanner.beginArray();
            long price = scanner.nextElement() ? scanner.decimal(instrument.priceScale()) : -1;
            long quantity =
                    scanner.nextElement() ? scanner.decimal(instrument.quantityScale()) : -1;
            if (price < 0 || quantity < 0) {
                throw new ScanException(
                        "a level that fits the instrument's digits", scanner.position());
            }
            while (scanner.nextElement()) {
                scanner.skipValue();
            }
            levels.add(new BookLevel(instrument.price(price), instrument.quantity(quantity)));
        }
        return levels;
    }

    /** The first price as feeds carry it; 0 on an empty side. */
    static long best(List<BookLevel> levels, Instrument instrument) {
        return levels.isEmpty()
                ? 0
                : levels.getFirst()
                        .price()
                        .movePointRight(instrument.priceScale())
                        .longValueExact();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
