package dev.k2.accounts;

/**
 * Where a login comes from.
 *
 * @param device what the client says it is, such as its User-Agent; cut at 256 characters
 * @param address the address it connects from, as the gateway sees it; cut at 64 characters
 */
public record Origin(String device, String address) {
    private static final int LONGEST_DEVICE = 256;
    private static final int LONGEST_ADDRESS = 64;

    /** Cuts what is too long. */
    public Origin {
        device = cut(device, LONGEST_DEVICE);
        address = cut(address, LONGEST_ADDRESS);
    }

    /** NUL cannot be stored by PostgreSQL, and no honest client sends control characters. */
    private static String cut(String text, int longest) {
        var clean = text.replaceAll("\\p{Cntrl}", "");
        return clean.length() <= longest ? clean : clean.substring(0, longest);
    }
}
