package dev.k2.sim.bybit;

/** Which orders a call is about. Empty words leave nothing out. */
record OrderFilter(String symbol, String baseCoin, String settleCoin, String kind) {

    /** On spot a call that names no kind means ordinary orders only; elsewhere it means all of them. */
    static OrderFilter of(Fields fields, Category category) {
        return new OrderFilter(
                fields.raw("symbol"),
                fields.raw("baseCoin"),
                fields.raw("settleCoin"),
                fields.text("orderFilter", category == Category.SPOT ? "Order" : ""));
    }

    boolean takes(Ticket ticket, String ticketSymbol) {
        return (symbol.isEmpty() || symbol.equals(ticketSymbol))
                && (baseCoin.isEmpty() || baseCoin.equals(ticket.listing().base()))
                && (settleCoin.isEmpty() || settleCoin.equals(ticket.listing().quote()))
                && (kind.isEmpty() || kind.equals(kindOf(ticket)));
    }

    private static String kindOf(Ticket ticket) {
        if (ticket.category() == Category.SPOT) {
            String filter = ticket.word("filter");
            return filter.isEmpty() ? "Order" : filter;
        }
        return ticket.word("stop").isEmpty() ? "Order" : "StopOrder";
    }
}
