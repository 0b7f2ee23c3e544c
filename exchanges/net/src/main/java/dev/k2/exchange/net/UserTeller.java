package dev.k2.exchange.net;

import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Balance;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.Position;
import dev.k2.model.TradeId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells an account's news on, or keeps it for later, and no fill twice. How the stream fares is
 * told by its link alone. Used on one thread, but for its end.
 */
final class UserTeller implements UserStreamListener {
    private static final int FILLS_REMEMBERED = 10_000;

    /** Where an account trades with itself, one trade fills two orders. */
    private record FillKey(InstrumentId instrument, TradeId trade, ExchangeOrderId order) {}

    private final UserStreamListener listener;
    private final Set<FillKey> told = new LinkedHashSet<>();
    private @Nullable List<Runnable> later;
    private volatile boolean over;

    UserTeller(UserStreamListener listener) {
        this.listener = listener;
    }

    /** From now on news is added to a list; with none, it is told at once. */
    void keepIn(@Nullable List<Runnable> list) {
        later = list;
    }

    /** Nothing more is told, nor what is kept. */
    void end() {
        over = true;
    }

    /** No news of the account, so it never waits for a merge. */
    @Override
    public void onKeepAlive(boolean extended) {
        tellNow(() -> listener.onKeepAlive(extended));
    }

    @Override
    public void onOrder(OrderReport report) {
        tell(() -> listener.onOrder(report));
    }

    @Override
    public void onFill(Fill fill) {
        tell(() -> tellOnce(fill));
    }

    @Override
    public void onBalances(List<Balance> changed) {
        tell(() -> listener.onBalances(changed));
    }

    @Override
    public void onPositions(List<Position> changed) {
        tell(() -> listener.onPositions(changed));
    }

    private void tell(Runnable news) {
        List<Runnable> list = later;
        if (list == null) {
            tellNow(news);
        } else {
            list.add(() -> tellNow(news));
        }
    }

    private void tellNow(Runnable news) {
        if (!over) {
            news.run();
        }
    }

    private void tellOnce(Fill fill) {
        if (told.add(new FillKey(fill.instrument(), fill.trade(), fill.order()))) {
            listener.onFill(fill);
        }
        if (told.size() > FILLS_REMEMBERED) {
            told.remove(told.iterator().next());
        }
    }
}
