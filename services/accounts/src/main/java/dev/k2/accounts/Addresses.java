package dev.k2.accounts;

/** Which addresses count as one place: an IPv4 address, or the /64 that one IPv6 customer gets. */
final class Addresses {
    private static final int GROUPS_OF_A_NETWORK = 4;

    private Addresses() {}

    static String place(String address) {
        if (!address.contains(":") || address.contains(".")) {
            return address;
        }
        var plain = address.split("%", 2)[0];
        int gap = plain.indexOf("::");
        var head = gap < 0 ? plain : plain.substring(0, gap);
        var groups = head.isEmpty() ? new String[0] : head.split(":", -1);
        var network = new StringBuilder();
        for (int at = 0; at < GROUPS_OF_A_NETWORK; at++) {
            network.append(at < groups.length ? groups[at].replaceFirst("^0+(?=.)", "") : "0")
                    .append(':');
        }
        return network + ":/64";
    }
}
