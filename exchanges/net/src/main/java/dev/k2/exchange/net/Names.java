package dev.k2.exchange.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table from names to values that is asked with bytes out of a message, so that looking a symbol
 * up makes no string. Not safe for several threads.
 */
public final class Names<V> {
    private byte[][] keys = new byte[16][];
    private @Nullable Object[] values = new Object[16];
    private int size;

    /** Adds a name, or gives it another value. */
    public void put(byte[] name, V value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slot(name, 0, name.length);
        if (keys[slot] == null) {
            keys[slot] = name.clone();
            size++;
        }
        values[slot] = value;
    }

    /** The value of a name that stands between two places, or null. */
    @SuppressWarnings("unchecked") // only put fills the array, and it takes nothing but V
    public @Nullable V find(byte[] bytes, int from, int to) {
        return (V) values[slot(bytes, from, to)];
    }

    /** Forgets a name. */
    @SuppressWarnings("unchecked") // as in find
    public void remove(byte[] name) {
        byte[][] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new byte[oldKeys.length][];
        values = new Object[oldKeys.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            Object value = oldValues[i];
            if (value != null && !Arrays.equals(oldKeys[i], name)) {
                put(oldKeys[i], (V) value);
            }
        }
    }

    public int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // as in find
    private void grow() {
        byte[][] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new byte[oldKeys.length * 2][];
        values = new Object[oldKeys.length * 2];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            Object value = oldValues[i];
            if (value != null) {
                put(oldKeys[i], (V) value);
            }
        }
    }

    /** Where a name is, or the free place where it belongs. At most half of the places are taken. */
    private int slot(byte[] bytes, int from, int to) {
        int hash = hash(bytes, from, to);
        int mask = keys.length - 1;
        int slot = (hash ^ hash >>> 16) & mask;
        while (true) {
            byte[] key = keys[slot];
            if (key == null || Arrays.equals(key, 0, key.length, bytes, from, to)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private static int hash(byte[] bytes, int from, int to) {
        if (to - from < Eight.LENGTH) {
            int hash = 0;
            for (int i = from; i < to; i++) {
                hash = 31 * hash + bytes[i];
            }
            return hash;
        }
        long hash = 0;
        for (int i = from; i < to - Eight.LENGTH; i += Eight.LENGTH) {
            hash = (hash ^ Eight.at(bytes, i)) * 0x9E3779B97F4A7C15L;
        }
        // The last eight bytes, some of them for a second time.
        hash = (hash ^ Eight.at(bytes, to - Eight.LENGTH)) * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32);
    }
}
