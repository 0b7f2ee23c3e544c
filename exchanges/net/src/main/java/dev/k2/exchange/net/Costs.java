package dev.k2.exchange.net;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What one request takes from several windows at once, such as weight, the number of requests and
 * the number of orders: from all or from none.
 *
 * @param costs each window once
 */
public record Costs(List<Cost> costs) {
    public Costs {
        costs = List.copyOf(costs);
    }

    /**
     * A part of the costs.
     *
     * @param bucket the window
     * @param tokens how much of it
     */
    public record Cost(TokenBucket bucket, long tokens) {}

    /** The window that is short, and when to try again. */
    record Denied(String name, Instant until) {}

    public static Costs of(Cost... costs) {
        return new Costs(List.of(costs));
    }

    /** These and others together. */
    public Costs and(Costs more) {
        List<Cost> all = new ArrayList<>(costs);
        all.addAll(more.costs());
        return new Costs(all);
    }

    /**
     * Takes everything before a request is sent. Each success is followed by one {@link #settle} or
     * {@link #giveBack}.
     *
     * @param urgent whether the kept fifth may be used
     * @return empty when taken, else when to try again, and nothing is taken
     */
    public Optional<Instant> take(boolean urgent) {
        return draw(urgent).map(Denied::until);
    }

    /** Like {@link #take}, and says which window is short. */
    Optional<Denied> draw(boolean urgent) {
        for (int i = 0; i < costs.size(); i++) {
            Cost cost = costs.get(i);
            Optional<Instant> denied = cost.bucket().take(cost.tokens(), urgent);
            if (denied.isPresent()) {
                new Costs(costs.subList(0, i)).giveBack();
                return Optional.of(new Denied(cost.bucket().name(), denied.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * Ends what {@link #take} began.
     *
     * @param counted how much the exchange says is used of a window; empty where it says nothing
     */
    public void settle(Function<TokenBucket, OptionalLong> counted) {
        costs.forEach(cost -> cost.bucket().settle(cost.tokens(), counted.apply(cost.bucket())));
    }

    /** Undoes {@link #take} for a request that was not sent after all. */
    public void giveBack() {
        costs.forEach(cost -> cost.bucket().giveBack(cost.tokens()));
    }
}
