package dev.k2.platform;

/** A sealed value, ready for its row: two columns. */
public final class Sealed {
    private final int keyVersion;
    private final byte[] ciphertext;

    /** What was stored. The bytes are copied. */
    public Sealed(int keyVersion, byte[] ciphertext) {
        this.keyVersion = keyVersion;
        this.ciphertext = ciphertext.clone();
    }

    /** The master key that sealed it. */
    public int keyVersion() {
        return keyVersion;
    }

    /** A copy of the bytes; nothing can be read from them. */
    public byte[] ciphertext() {
        return ciphertext.clone();
    }
}
