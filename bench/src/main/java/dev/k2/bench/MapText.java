package dev.k2.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;

/** The usual way, from the text of a message's levels with the quickest parser that is usual. */
final class MapText extends MapBook {
    private final JsonFactory factory = new JsonFactory();
    private final Diffs diffs;
    private final byte[][] texts;

    MapText(Diffs diffs) {
        super(diffs);
        this.diffs = diffs;
        texts = diffs.texts();
    }

    @Override
    public String name() {
        return "Jackson and TreeMap";
    }

    @Override
    public void change(int index) {
        int number = diffs.changes().get(index).book();
        byte[] text = texts[index];
        Sides sides = book(number);
        try (JsonParser parser = factory.createParser(text)) {
            parser.nextToken();
            read(parser, sides.bids());
            read(parser, sides.asks());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void read(JsonParser parser, Map<BigDecimal, BigDecimal> side)
            throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            BigDecimal price = new BigDecimal(parser.nextTextValue());
            set(side, price, new BigDecimal(parser.nextTextValue()));
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
            }
        }
    }
}
