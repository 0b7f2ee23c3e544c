package dev.k2.soak;

import dev.k2.trading.Names;
import java.util.UUID;

/** Names that a seed decides. */
final class SeededNames implements Names {
    private final Chance chance;

    SeededNames(long seed) {
        chance = new Chance(seed);
    }

    @Override
    public synchronized UUID id() {
        long high = (chance.number() & ~0xF000L) | 0x4000L;
        long low = (chance.number() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    @Override
    public synchronized byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        chance.bytes(bytes);
        return bytes;
    }
}
