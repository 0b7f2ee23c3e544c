package dev.k2.exchange;

import dev.k2.model.BookLevel;
import java.util.List;

/** Compares levels by value, whatever their trailing zeros. */
final class Levels {
    private Levels() {}

    static boolean same(List<BookLevel> one, List<BookLevel> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int n = 0; n < one.size(); n++) {
            if (one.get(n).price().compareTo(other.get(n).price()) != 0
                    || one.get(n).quantity().compareTo(other.get(n).quantity()) != 0) {
                return false;
            }
        }
        return true;
    }
}
