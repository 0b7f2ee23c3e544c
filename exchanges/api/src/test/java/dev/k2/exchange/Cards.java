package dev.k2.exchange;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All cards by number, with what each holds. Cards grow; numbers stay. */
final class Cards {
    static final Map<String, String> ALL = Collections.unmodifiableMap(all());

    private Cards() {}

    private static Map<String, String> all() {
        Map<String, String> cards = new LinkedHashMap<>();
        cards.put(
                "I-01",
                "instruments load with type, base, quote, tick, lot, minimum quantity and notional,"
                        + " status; all decimals exact");
        cards.put(
                "I-02",
                "K2's spelling and the exchange's map both ways, one to one, for every instrument;"
                        + " unknown words are refused, not guessed");
        cards.put(
                "I-03", "an instrument that appears, halts or disappears while running is noticed");
        cards.put(
                "I-04",
                "small-priced tokens (1e-8 ticks, 1e13 quantities) and event contracts (per-market"
                        + " tick ranges) keep every digit");
        cards.put(
                "M-01",
                "ticker, trade, best bid and ask arrive with exchange time and receive time, in"
                        + " order, none twice");
        cards.put(
                "M-02",
                "a book of each offered depth equals the simulated exchange's book after 10,000"
                        + " updates");
        cards.put(
                "M-03",
                "a skipped, doubled, late or reordered delta makes the book invalid at once and"
                        + " right again within 5 s; nothing is served in between");
        cards.put(
                "M-04", "a snapshot that is older than the first buffered delta is fetched again");
        cards.put("M-05", "a crossed top makes the book invalid");
        cards.put("M-06", "silence of one subscription on a living socket is noticed");
        cards.put(
                "M-07",
                "candles live and in history agree at the seam; a range over many pages has no hole"
                        + " and no double");
        cards.put(
                "M-08",
                "mark price, funding, liquidations where offered; market lifecycle and settlement"
                        + " for event contracts");
        cards.put("M-09", "unsubscribing stops the stream; the last subscriber gone releases it");
        cards.put(
                "M-10",
                "an unknown descriptive field or word is counted and skipped; a malformed frame is"
                        + " counted, kept for diagnosis, and harms no other");
        cards.put(
                "C-01",
                "connect, subscribe 200 instruments within the exchange's message and connection"
                        + " limits");
        cards.put(
                "C-02",
                "the exchange's heartbeat is answered in its own way; a missing one is noticed in"
                        + " time");
        cards.put(
                "C-03",
                "a cut socket comes back with all subscriptions; backoff grows with jitter and"
                        + " resets");
        cards.put("C-04", "the breaker opens after repeated failures and half-opens");
        cards.put(
                "C-05",
                "a planned reconnect before the daily limit loses nothing; a server's announced"
                        + " shutdown likewise");
        cards.put("C-06", "two connections, either cut: no update lost, none doubled");
        cards.put("C-07", "close stops everything within 10 s; no thread, timer or socket is left");
        cards.put(
                "C-08",
                "the exchange's host is verified; a wrong certificate gets no credential byte");
        cards.put(
                "O-01",
                "each supported type, side and time in force: placed, acknowledged, seen open or"
                        + " filled with exact quantities, prices, fees");
        cards.put(
                "O-02",
                "quantities and prices off the step are refused before sending, with the nearest"
                        + " valid value named");
        cards.put(
                "O-03",
                "a client order id is legal there, comes back in every event, and finds its order"
                        + " afterwards");
        cards.put(
                "O-04",
                "cancel, cancel of a filled order, of an unknown order, twice; cancel all with"
                        + " filters");
        cards.put(
                "O-05",
                "amend keeps the identity in K2 even where the exchange cancels and creates; a"
                        + " half-failed replace is told truly");
        cards.put(
                "O-06",
                "partial fills then cancel: filled quantity exact, remainder released once");
        cards.put(
                "O-07",
                "cancel racing a fill, in every interleaving, ends in the exchange's truth");
        cards.put(
                "O-08",
                "market buy by base quantity buys that quantity, whatever the default; the worst"
                        + " price is bounded where there are no market orders");
        cards.put("O-09", "batch: each order has its own outcome; one bad one harms no other");
        cards.put(
                "O-10",
                "reply lost after accept; 5xx after accept; connection cut while sending: Unknown,"
                        + " then resolved, one order at the exchange");
        cards.put("O-11", "refused before the first byte: one safe retry");
        cards.put("O-12", "not-found for 3 s after accept: still not rejected");
        cards.put(
                "O-13",
                "insufficient funds, post-only that would match, halted instrument, self-trade:"
                        + " Rejected with the right category");
        cards.put("O-14", "order entry over WebSocket behaves as over REST");
        cards.put(
                "O-15", "open orders, history, executions: all pages, no hole, no double, filters");
        cards.put(
                "U-01", "login; orders, fills, balances, positions arrive; snapshot then changes");
        cards.put("U-02", "events out of order and doubled give the same final state");
        cards.put(
                "U-03",
                "the stream dies (socket, session, listen key): noticed within 15 s, merged by"
                        + " REST, no fill lost or doubled");
        cards.put(
                "U-04",
                "keep-alive where needed; expiry handled; another client's deletion of the key"
                        + " survived");
        cards.put(
                "U-05",
                "balances (free, held) and positions equal the simulated exchange's after 1,000"
                        + " random orders");
        cards.put("U-06", "key permissions and restrictions are read and told");
        cards.put("U-07", "a revoked key: category authentication, no loop, stream stopped");
        cards.put(
                "U-08", "settlement of an event contract, void and reversal included, booked once");
        cards.put(
                "E-01",
                "every documented error code maps to its category; an unknown one is kept whole");
        cards.put(
                "E-02",
                "headers and weights correct the local bucket; the budget left is readable");
        cards.put(
                "E-03",
                "429, 418, 403 and their kin: silence until the time named, after a restart too;"
                        + " cancels keep their reserve");
        cards.put(
                "E-04",
                "clock ±5 s: offset measured, signing right; beyond the limit signing stops and"
                        + " says so");
        cards.put(
                "E-05",
                "signatures reproduce every published vector; values with characters to escape"
                        + " included");
        cards.put("E-06", "maintenance: told as such, recovered from without help");
        cards.put(
                "E-07",
                "secrets appear in no log line, exception, metric or toString, at any level");
        cards.put(
                "E-08",
                "test-network and live hosts never mix: credentials of one mode are never sent to"
                        + " the other's host");
        return cards;
    }
}
