package dev.k2.platform;

/**
 * Keeps the keys that lie in files from whoever copies the files: each file is sealed with a random key of its own, and that key is
 * wrapped by this. A passphrase is one such, a key management service another.
 *
 * <p>Calls may block on a network, within a time limit.
 */
public interface KeyWrapping {
    /** What the file says of it, a short word. */
    String kind();

    /**
     * Wraps a key for its file.
     *
     * @param key 32 random bytes
     * @param name the master key whose file it seals; unwrapping under another name fails
     * @throws StartFailure when it cannot be done now, with the remedy
     */
    byte[] wrap(byte[] key, KeyName name);

    /**
     * The key again.
     *
     * @throws StartFailure when it cannot be done now or not with what K2 was given, with the remedy
     */
    byte[] unwrap(byte[] wrapped, KeyName name);
}
