package dev.k2.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A market's trades by id and by time, those of history included. */
public final class TradeTape {
    private static final int SEARCHED_MAX = 200_000;

    private final Market market;

    public TradeTape(Market market) {
        this.market = market;
    }

    /** The newest trades, oldest first. */
    public List<Trade> latest(int count) {
        List<Trade> live = live();
        if (live.size() >= count) {
            return List.copyOf(live.subList(live.size() - count, live.size()));
        }
        List<Trade> found = new ArrayList<>(live);
        Collections.reverse(found);
        long minute = startMinute();
        while (found.size() < count && minute >= History.LISTED_MILLIS) {
            found.addAll(past(minute).reversed());
            minute -= History.MINUTE;
        }
        List<Trade> newest = found.subList(0, Math.min(count, found.size()));
        Collections.reverse(newest);
        return newest;
    }

    /** Trades beginning with an id, oldest first. */
    public List<Trade> from(long firstId, int count) {
        List<Trade> found = new ArrayList<>();
        History history = market.candles().history();
        long minute = history.minuteOf(Math.max(1, firstId));
        while (found.size() < count && minute <= startMinute()) {
            addFrom(past(minute), firstId, count, found);
            minute += History.MINUTE;
        }
        addFrom(live(), firstId, count, found);
        return found;
    }

    /** Trades from one moment to another, both included, oldest first. */
    public List<Trade> between(long fromMillis, long untilMillis, int count) {
        List<Trade> found = new ArrayList<>();
        long minute =
                Math.max(
                        History.LISTED_MILLIS,
                        fromMillis - Math.floorMod(fromMillis, History.MINUTE));
        int searched = 0;
        while (minute <= Math.min(untilMillis, startMinute())
                && found.size() < count
                && searched < SEARCHED_MAX) {
            List<Trade> past = past(minute);
            addBetween(past, fromMillis, untilMillis, count, found);
            searched += past.size();
            minute += History.MINUTE;
        }
        addBetween(live(), fromMillis, untilMillis, count, found);
        return found;
    }

    private static void addFrom(List<Trade> trades, long firstId, int count, List<Trade> into) {
        for (Trade trade : trades) {
            if (trade.id() >= firstId && into.size() < count) {
                into.add(trade);
            }
        }
    }

    private static void addBetween(
            List<Trade> trades, long from, long until, int count, List<Trade> into) {
        for (Trade trade : trades) {
            long millis = trade.micros() / 1000;
            if (millis >= from && millis <= until && into.size() < count) {
                into.add(trade);
            }
        }
    }

    private long startMinute() {
        long start = market.candles().startMillis();
        return start - Math.floorMod(start, History.MINUTE);
    }

    private List<Trade> past(long minute) {
        List<Trade> trades = market.candles().history().trades(minute);
        if (minute == startMinute()) {
            trades.removeIf(trade -> trade.id() >= market.candles().firstLiveTradeId());
        }
        return trades;
    }

    private List<Trade> live() {
        List<Trade> all = new ArrayList<>();
        market.trades().forEach(all::add);
        return all;
    }
}
