package dev.k2.bench;

import dev.k2.exchange.net.Scanner;
import dev.k2.model.Book;
import dev.k2.model.Side;

/** K2's books, from the text of a message's levels. */
final class K2Text extends K2Book {
    private final Scanner scanner = new Scanner();
    private final Diffs diffs;
    private final byte[][] texts;

    K2Text(Diffs diffs) {
        super(diffs);
        this.diffs = diffs;
        texts = diffs.texts();
    }

    @Override
    public void change(int index) {
        int number = diffs.changes().get(index).book();
        byte[] text = texts[index];
        Book book = book(number);
        scanner.over(text, 0, text.length);
        scanner.beginArray();
        read(book, Side.BUY);
        read(book, Side.SELL);
        book.complete(1, 1);
    }

    private void read(Book book, Side side) {
        if (!scanner.nextElement()) {
            throw new IllegalStateException("a change has two sides");
        }
        scanner.beginArray();
        while (scanner.nextLevel(SCALE, SCALE)) {
            book.set(side, scanner.price(), scanner.quantity());
        }
    }
}
