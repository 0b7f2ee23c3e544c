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
        int slot = slot(NamePrefix.NONE, hash(0, name, 0, name.length), name, 0, name.length);
        if (keys[slot] == null) {
            keys[slot] = name.clone();
            size++;
        }
        values[slot] = value;
    }

    /** The value of a name that stands between two places, or null. */
    public @Nullable V find(byte[] bytes, int from, int to) {
        return find(NamePrefix.NONE, bytes, from, to);
    }

    /** The value of a name of which all but its prefix stands between two places, or null. */
    @Nullable V find(NamePrefix prefix, byte[] bytes, int from, int to) {
        return find(prefix, hash(prefix.hash(), bytes, from, to), bytes, from, to);
    }

    /** The same for whoever has the whole name's hash already. */
    @SuppressWarnings("unchecked") // only put fills the array, and it takes nothing but V
    @Nullable V find(NamePrefix prefix, long hash, byte[] bytes, int from, int to) {
        return (V) values[slot(prefix, hash, bytes, from, to)];
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
    private int slot(NamePrefix prefix, long hash, byte[] bytes, int from, int to) {
        int mask = keys.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (true) {
            byte[] key = keys[slot];
            if (key == null || (prefix.begins(key) && ends(key, prefix, bytes, from, to))) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Whether behind the prefix a name is just what stands between two places. */
    private static boolean ends(byte[] key, NamePrefix prefix, byte[] bytes, int from, int to) {
        int rest = prefix.length();
        int length = key.length - rest;
        if (length != to - from) {
            return false;
        }
        if (length < Eight.LENGTH) {
            return Arrays.equals(key, rest, key.length, bytes, from, to);
        }
        for (int i = 0; i < length - Eight.LENGTH; i += Eight.LENGTH) {
            if (Eight.at(key, rest + i) != Eight.at(bytes, from + i)) {
                return false;
            }
        }
        // The last eight bytes, some of them for a second time.
        return Eight.at(key, key.length - Eight.LENGTH) == Eight.at(bytes, to - Eight.LENGTH);
    }

    /**
     * Eight bytes more go into a hash. The last that go in are less than eight, or none, so that a
     * name's hash does not depend on what stands behind it.
     */
    static long hash(long hash, long eight) {
        return (hash ^ eight) * 0x9E3779B97F4A7C15L;
    }

    /** Of whole eights, which other bytes may follow. */
    static long hashOfWhole(byte[] bytes) {
        long hash = 0;
        for (int i = 0; i < bytes.length; i += Eight.LENGTH) {
            hash = hash(hash, Eight.at(bytes, i));
        }
        return hash;
    }

    private static long hash(long before, byte[] bytes, int from, int to) {
        long hash = before;
        int i = from;
        for (; i + Eight.LENGTH <= to; i += Eight.LENGTH) {
            hash = hash(hash, Eight.at(bytes, i));
        }
        long rest = 0;
        for (int n = to - 1; n >= i; n--) {
            rest = rest << 8 | (bytes[n] & 0xFF);
        }
        return hash(hash, rest);
    }
}
