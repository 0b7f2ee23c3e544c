package dev.k2.gateway;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of internet addresses, such as 10.0.0.0/8 or 2001:db8::/32. An IPv4 address that is
 * written as an IPv6 one (::ffff:10.0.0.1) is the IPv4 address.
 */
public final class AddressRange {
    private static final Pattern FOUR = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final int MAPPED_BITS = 96;

    private final byte[] first;
    private final int bits;

    private AddressRange(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /** Reads an address, or an address and the number of its leading bits that count. */
    static Optional<AddressRange> parse(String text) {
        String[] parts = text.split("/", 2);
        Optional<byte[]> address = bytes(parts[0]);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        byte[] first = address.get();
        int all = first.length * Byte.SIZE;
        if (parts.length == 1) {
            return Optional.of(new AddressRange(first, all));
        }
        if (!parts[1].matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        boolean mapped = parts[0].contains(":") && all == Integer.SIZE;
        int bits = Integer.parseInt(parts[1]) - (mapped ? MAPPED_BITS : 0);
        return bits >= 0 && bits <= all
                ? Optional.of(new AddressRange(first, bits))
                : Optional.empty();
    }

    /** Whether an address, as the system or a proxy writes it, lies in one of these. */
    static boolean anyHas(List<AddressRange> ranges, String address) {
        Optional<byte[]> bytes = bytes(address);
        return bytes.isPresent() && ranges.stream().anyMatch(range -> range.has(bytes.get()));
    }

    /** An address in the one form that logs, limits and lists use; empty where it is none. */
    static Optional<String> plain(String address) {
        return bytes(address).map(AddressRange::written);
    }

    /** What one customer of a network holds: an IPv4 address, or the /64 of an IPv6 one. */
    static String network(String address) {
        Optional<byte[]> bytes = bytes(address).filter(found -> found.length > Integer.BYTES);
        return bytes.map(
                        found ->
                                written(
                                                Arrays.copyOf(
                                                        Arrays.copyOf(found, Long.BYTES),
                                                        found.length))
                                        + "/64")
                .orElse(address);
    }

    private boolean has(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((address[bit / Byte.SIZE] ^ first[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Literals only: a name is never looked up. */
    private static Optional<byte[]> bytes(String text) {
        String literal = text.contains("%") ? text.substring(0, text.indexOf('%')) : text;
        if (!FOUR.matcher(literal).matches()
                && !(SIX.matcher(literal).matches() && literal.contains(":"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(literal).getAddress());
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static String written(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException("four or sixteen bytes are an address", impossible);
        }
    }
}
