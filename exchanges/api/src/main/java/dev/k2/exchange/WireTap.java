package dev.k2.exchange;

/**
 * Hears what an exchange says before anything reads it: for recordings, and for looking into what
 * an adapter makes of it. Calls come from several threads and must return at once.
 *
 * <p>Questions that are signed are not told. Frames of an account's own stream are, so whoever
 * writes down what is heard opens no account.
 */
public interface WireTap {
    /**
     * A message of a WebSocket connection.
     *
     * @param message the first {@code length} bytes hold it; the array is used again afterwards
     * @param receivedMillis when it came, in epoch milliseconds
     */
    void onFrame(byte[] message, int length, long receivedMillis);

    /**
     * The good answer to an HTTP question that carried no key.
     *
     * @param address what was asked, with its query
     * @param receivedMillis when it came, in epoch milliseconds
     */
    void onAnswer(String address, String body, long receivedMillis);
}
