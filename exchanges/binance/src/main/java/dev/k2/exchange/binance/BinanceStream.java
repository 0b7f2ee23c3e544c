package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.FeedStream;
import dev.k2.exchange.net.Literal;
import dev.k2.model.Instrument;
import org.jspecify.annotations.Nullable;

/** One stream of one instrument of Binance. */
final class BinanceStream extends FeedStream {
    private final BinanceProduct product;
    private final Literal symbolField;
    private final @Nullable BinanceBookSync sync;

    private BinanceStream(
            Instrument instrument,
            Channel channel,
            BinanceProduct product,
            @Nullable BinanceBookSync sync) {
        super(instrument, channel, product.stream(instrument, channel), sync);
        this.product = product;
        this.symbolField = Literal.of(",\"s\":\"" + instrument.symbol() + "\"");
        this.sync = sync;
    }

    static BinanceStream of(Instrument instrument, Channel channel) {
        BinanceProduct product = BinanceProduct.of(instrument);
        BinanceBookSync sync =
                channel == Channel.BOOK
                        ? new BinanceBookSync(instrument, product == BinanceProduct.USD_M)
                        : null;
        return new BinanceStream(instrument, channel, product, sync);
    }

    BinanceProduct product() {
        return product;
    }

    /** The field with the symbol, which every event carries although its stream is known. */
    Literal symbolField() {
        return symbolField;
    }

    BinanceProduct.Socket socket() {
        return product.socket(channel());
    }

    /** The book, where this is a book's stream. */
    @Nullable BinanceBookSync sync() {
        return sync;
    }
}
