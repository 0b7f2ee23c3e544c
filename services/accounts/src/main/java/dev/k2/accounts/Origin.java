package dev.k2.accounts;

import java.util.Map;

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

    /** Which addresses count as one. */
    String place() {
        return Addresses.place(address);
    }

    /** The program without its version, which changes every month. */
    String program() {
        return device.replaceAll("[0-9][0-9._]*", "");
    }

    Map<String, String> details() {
        return Map.of("device", device, "address", address);
    }

    /** NUL cannot be stored by PostgreSQL, and no honest client sends control characters. */
    private static String cut(String text, int longest) {
        var clean = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "");
        return clean.length() <= longest ? clean : clean.substring(0, longest);
    }
}
