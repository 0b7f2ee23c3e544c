package dev.k2.e2e;

import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every state in which a feed served one live book as valid, each by its best levels. */
final class ServedBooks implements FeedListener {
    private static final int LEVELS = 40;

    private final Set<String> states = new LinkedHashSet<>();
    private long served;
    private long broke;
    private boolean valid;

    synchronized boolean isValid() {
        return valid;
    }

    /** How often a valid book was served. */
    synchronized long served() {
        return served;
    }

    /** How often it turned from valid to invalid. */
    synchronized long broke() {
        return broke;
    }

    synchronized Set<String> states() {
        return Set.copyOf(states);
    }

    synchronized boolean hasBeen(String state) {
        return states.contains(state);
    }

    @Override
    public synchronized void onBook(Book book) {
        if (book.isValid()) {
            served++;
            valid = true;
            states.add(text(book.top(LEVELS)));
        } else if (valid) {
            valid = false;
            broke++;
        }
    }

    private static String text(BookSnapshot book) {
        var text = new StringBuilder();
        for (List<BookLevel> side : List.of(book.bids(), book.asks())) {
            for (BookLevel level : side) {
                text.append(level.price().stripTrailingZeros().toPlainString())
                        .append('x')
                        .append(level.quantity().stripTrailingZeros().toPlainString())
                        .append(' ');
            }
            text.append('|');
        }
        return text.toString();
    }
}
