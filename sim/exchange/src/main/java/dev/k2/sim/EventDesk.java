package dev.k2.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Event contracts' money. Who buys yes pays its price, who sells what he does not have pays for the no, and a yes and a
 * no of the same account are worth one together and gone. Open orders hold nothing: what they may still cost must fit
 * into the money that is there.
 */
public final class EventDesk {
    /** Fees and balances are kept to a hundredth of a cent. */
    private static final int MONEY_SCALE = 4;

    private static final BigDecimal CENT = new BigDecimal("0.01");

    private final MatchingEngine engine;
    private final OrderArchive archive;
    private final Account feeAccount;

    EventDesk(MatchingEngine engine, OrderArchive archive, Account feeAccount) {
        this.engine = engine;
        this.archive = archive;
        this.feeAccount = feeAccount;
    }

    /** A dollar, in price units. */
    static long one(Listing listing) {
        return BigDecimal.ONE.movePointRight(listing.priceScale()).longValueExact();
    }

    /** What an account may still spend: its money without what its open orders may cost. */
    public BigDecimal spendable(Account account, String asset) {
        return account.balance(asset).free().subtract(committed(account, asset));
    }

    /** What an account's open orders may still cost, fees included. */
    public BigDecimal committed(Account account, String asset) {
        Map<Market, List<Order>> open = new HashMap<>();
        for (Order order : archive.open(account)) {
            if (order.listing().event() != null && order.listing().quote().equals(asset)) {
                open.computeIfAbsent(order.market(), m -> new ArrayList<>()).add(order);
            }
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<Market, List<Order>> each : open.entrySet()) {
            sum = sum.add(needed(account, each.getKey(), each.getValue()));
        }
        return sum;
    }

    /** What the open orders of an account in one market may still cost. */
    public BigDecimal committed(Account account, Market market) {
        return needed(account, market, archive.open(account, market));
    }

    /** Whether an order can be paid beside those that are open, itself counted as it is now. */
    boolean admits(Order order) {
        if (order.account().endless()) {
            return true;
        }
        Account account = order.account();
        Market market = order.market();
        List<Order> here = new ArrayList<>(archive.open(account, market));
        BigDecimal before = needed(account, market, without(here, order));
        here.remove(order);
        here.add(order);
        BigDecimal more = needed(account, market, here).subtract(before);
        String asset = market.listing().quote();
        BigDecimal others =
                committed(account, asset)
                        .subtract(needed(account, market, archive.open(account, market)));
        BigDecimal free = account.balance(asset).free().subtract(others).subtract(before);
        return more.signum() <= 0 || free.compareTo(more) >= 0;
    }

    private static List<Order> without(List<Order> orders, Order one) {
        List<Order> rest = new ArrayList<>(orders);
        rest.remove(one);
        return rest;
    }

    /** Those that trade first close what is held; the others pay in full. */
    private static BigDecimal needed(Account account, Market market, List<Order> orders) {
        long held = account.events().of(market).quantity();
        return needed(orders, Side.BUY, Math.max(0, -held))
                .add(needed(orders, Side.SELL, Math.max(0, held)));
    }

    private static BigDecimal needed(List<Order> orders, Side side, long closable) {
        Comparator<Order> byPrice = Comparator.comparingLong(order -> order.request().price());
        List<Order> first =
                orders.stream()
                        .filter(order -> order.side() == side)
                        .sorted(side == Side.BUY ? byPrice.reversed() : byPrice)
                        .toList();
        BigDecimal sum = BigDecimal.ZERO;
        long left = closable;
        for (Order order : first) {
            long closing = Math.min(left, order.remaining());
            left -= closing;
            long opening =
                    order.request().position().reduceOnly() ? 0 : order.remaining() - closing;
            Listing listing = order.listing();
            long price = order.request().price();
            long paid = side == Side.BUY ? price : one(listing) - price;
            sum =
                    sum.add(listing.quoteAmount(Math.multiplyExact(opening, paid)))
                            .add(rounded(raw(order, price, opening, false)));
        }
        return sum;
    }

    /** How much an order that may only reduce can still do. */
    static long closable(Order order) {
        long held = order.account().events().of(order.market()).quantity();
        return Math.max(0, order.side() == Side.SELL ? held : -held);
    }

    /**
     * The fee of a fill: rounded up, and then what brings the balance to a whole hundredth of a cent. What the rounding of
     * one order took together comes back in whole cents.
     */
    BigDecimal fee(Order order, long price, long lots, boolean maker) {
        if (order.account().endless()) {
            return BigDecimal.ZERO;
        }
        BigDecimal moves =
                order.account().events().of(order.market()).moves(order.side(), price, lots);
        BigDecimal raw = raw(order, price, lots, maker);
        BigDecimal fee =
                moves.subtract(
                        moves.subtract(rounded(raw)).setScale(MONEY_SCALE, RoundingMode.FLOOR));
        BigDecimal over = fee.subtract(raw);
        for (Fill fill : order.fills()) {
            over =
                    over.add(fill.fee())
                            .subtract(raw(order, fill.price(), fill.quantity(), fill.maker()));
        }
        return over.compareTo(CENT) >= 0 && fee.compareTo(CENT) >= 0 ? fee.subtract(CENT) : fee;
    }

    private static BigDecimal rounded(BigDecimal raw) {
        return raw.setScale(MONEY_SCALE, RoundingMode.UP);
    }

    private static BigDecimal raw(Order order, long price, long lots, boolean maker) {
        Listing listing = order.listing();
        EventTerms terms = terms(listing);
        BigDecimal chance = listing.price(price);
        return (maker ? terms.makerRate() : terms.takerRate())
                .multiply(listing.quantity(lots))
                .multiply(chance)
                .multiply(BigDecimal.ONE.subtract(chance));
    }

    private static EventTerms terms(Listing listing) {
        EventTerms terms = listing.event();
        if (terms == null) {
            throw new IllegalStateException(listing.symbol() + " is no event contract");
        }
        return terms;
    }

    /** Pays one order's side of a trade and returns the profit that it made certain. */
    BigDecimal settle(Order order, long price, long lots, BigDecimal fee, long micros) {
        Account account = order.account();
        String asset = order.listing().quote();
        BigDecimal profit = book(account, order, order.side(), price, lots, fee, micros);
        feeAccount.balance(asset).add(fee);
        return profit;
    }

    /** The house as the other side of a fill that is restored. */
    void settleOtherSide(Order order, Account house, long price, long lots) {
        BigDecimal _ = book(house, order, order.side().opposite(), price, lots, BigDecimal.ZERO, 0);
    }

    private static BigDecimal book(
            Account account,
            Order order,
            Side side,
            long price,
            long lots,
            BigDecimal fee,
            long micros) {
        EventHolding holding = account.events().touched(order.market());
        account.balance(order.listing().quote())
                .add(holding.moves(side, price, lots).subtract(fee));
        account.touched(micros);
        return holding.trade(side, price, lots, fee, micros);
    }

    /**
     * Pays everybody who holds something what the outcome is worth; when that was done before, pays or takes the
     * difference. To be written down by who calls it, and to be called again when that is read.
     *
     * @param value of one yes, in price units
     * @return what each customer got, those left out who held nothing
     */
    public Map<Account, EventHolding.Payout> pay(Market market, long value, long micros) {
        if (value < 0 || value > one(market.listing())) {
            throw new IllegalArgumentException("a yes is worth 0 to 1");
        }
        Map<Account, EventHolding.Payout> paid = new HashMap<>();
        for (Account account : engine.accounts()) {
            if (pays(account, market, value, micros)) {
                paid.put(account, account.events().of(market).payouts().getLast());
            }
        }
        boolean _ = pays(engine.house(), market, value, micros);
        return paid;
    }

    private static boolean pays(Account account, Market market, long value, long micros) {
        EventHolding holding = account.events().of(market);
        if (holding.quantity() == 0 && holding.payouts().isEmpty()) {
            return false;
        }
        account.balance(market.listing().quote()).add(holding.pay(value, micros).revenue());
        account.touched(micros);
        return true;
    }
}
