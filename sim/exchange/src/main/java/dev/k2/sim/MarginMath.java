package dev.k2.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much margin an account has, needs and can still use. Reads accounts and changes nothing. */
public final class MarginMath {
    private static final int SCALE = 8;

    private final OrderArchive archive;
    private final MarkPrices marks;

    MarginMath(OrderArchive archive, MarkPrices marks) {
        this.archive = archive;
        this.marks = marks;
    }

    /**
     * An account's sums in one asset.
     *
     * @param wallet what it has, profit that is not certain left out
     * @param crossWallet the part of it that is not set aside for one position
     * @param unrealised the profit that closing everything now would make
     * @param crossUnrealised the part of it that belongs to positions which share their margin
     * @param positionInitial the margin that its positions take
     * @param orderInitial the margin that its open orders take
     * @param maintenance the margin below which it is liquidated
     * @param available what new orders can use
     */
    public record Sums(
            BigDecimal wallet,
            BigDecimal crossWallet,
            BigDecimal unrealised,
            BigDecimal crossUnrealised,
            BigDecimal positionInitial,
            BigDecimal orderInitial,
            BigDecimal maintenance,
            BigDecimal crossMaintenance,
            BigDecimal available) {

        /** Wallet and profit that is not certain. */
        public BigDecimal marginBalance() {
            return wallet.add(unrealised);
        }
    }

    public Sums sums(Account account, String asset) {
        return sums(account, asset, null);
    }

    private Sums sums(Account account, String asset, @Nullable Order extra) {
        BigDecimal wallet = wallet(account, asset);
        BigDecimal isolatedWallets = BigDecimal.ZERO;
        BigDecimal unrealised = BigDecimal.ZERO;
        BigDecimal crossUnrealised = BigDecimal.ZERO;
        BigDecimal positionInitial = BigDecimal.ZERO;
        BigDecimal crossInitial = BigDecimal.ZERO;
        BigDecimal maintenance = BigDecimal.ZERO;
        BigDecimal crossMaintenance = BigDecimal.ZERO;
        for (Position position : account.margin().open()) {
            Market market = position.market();
            if (!market.listing().quote().equals(asset)) {
                continue;
            }
            BigDecimal profit = position.unrealised(marks.mark(market));
            BigDecimal initial = initial(account, position);
            BigDecimal needed = maintenance(position);
            unrealised = unrealised.add(profit);
            positionInitial = positionInitial.add(initial);
            maintenance = maintenance.add(needed);
            if (account.margin().isolated(market)) {
                isolatedWallets = isolatedWallets.add(position.isolatedWallet());
            } else {
                crossUnrealised = crossUnrealised.add(profit);
                crossInitial = crossInitial.add(initial);
                crossMaintenance = crossMaintenance.add(needed);
            }
        }
        BigDecimal orderInitial = orderInitial(account, asset, extra);
        BigDecimal crossWallet = wallet.subtract(isolatedWallets);
        BigDecimal available =
                crossWallet
                        .subtract(held(account, asset))
                        .add(crossUnrealised)
                        .subtract(crossInitial)
                        .subtract(orderInitial);
        return new Sums(
                wallet,
                crossWallet,
                unrealised,
                crossUnrealised,
                positionInitial,
                orderInitial,
                maintenance,
                crossMaintenance,
                available);
    }

    /** Whether money can be set aside for a thing without taking the margin of contracts. */
    boolean spares(Account account, String asset, BigDecimal amount) {
        boolean carries =
                !account.margin().open().isEmpty()
                        || archive.open(account).stream()
                                .anyMatch(order -> order.listing().contract() != null);
        return !carries || sums(account, asset).available().compareTo(amount) >= 0;
    }

    /** Whether the account can carry the order, beside all that it carries already. */
    boolean admits(Order order) {
        String asset = order.listing().quote();
        BigDecimal before = orderInitial(order.account(), asset, null);
        Sums with = sums(order.account(), asset, order);
        return with.orderInitial().compareTo(before) <= 0 || with.available().signum() >= 0;
    }

    public BigDecimal initial(Account account, Position position) {
        return perLeverage(account, position.market(), notional(position));
    }

    public BigDecimal maintenance(Position position) {
        Contract contract = position.market().listing().contract();
        return contract == null
                ? BigDecimal.ZERO
                : contract.maintenance(notional(position)).setScale(SCALE, RoundingMode.HALF_UP);
    }

    public BigDecimal notional(Position position) {
        return position.notional(marks.mark(position.market()))
                .setScale(SCALE, RoundingMode.HALF_UP);
    }

    /** The mark price at which the position would be liquidated if nothing else moved; 0 when there is none. */
    public BigDecimal liquidationPrice(Account account, Position position) {
        Contract contract = position.market().listing().contract();
        if (contract == null || !position.isOpen()) {
            return BigDecimal.ZERO;
        }
        BigDecimal backing = position.isolatedWallet();
        if (!account.margin().isolated(position.market())) {
            Sums sums = sums(account, position.market().listing().quote());
            BigDecimal others =
                    sums.crossUnrealised().subtract(position.unrealised(mark(position)));
            BigDecimal othersNeed = sums.crossMaintenance().subtract(maintenance(position));
            backing = sums.crossWallet().add(others).subtract(othersNeed);
        }
        Bracket bracket = contract.bracket(notional(position));
        BigDecimal signed = position.market().listing().quantity(position.quantity());
        BigDecimal slope = signed.abs().multiply(bracket.maintenanceRate()).subtract(signed);
        BigDecimal price =
                backing.subtract(position.cost())
                        .add(bracket.deduction())
                        .divide(slope, SCALE, RoundingMode.HALF_UP);
        return price.max(BigDecimal.ZERO);
    }

    private BigDecimal mark(Position position) {
        return marks.mark(position.market());
    }

    /** The margin that open orders of one contract take beyond what the position takes. */
    public BigDecimal orderInitial(Account account, Market market) {
        return orderInitial(account, market, null);
    }

    /** The value of an account's resting buys or sells in one contract. */
    public BigDecimal orderNotional(
            Account account, Market market, PositionSide position, Side side) {
        return orderNotional(account, market, position, side, null);
    }

    private BigDecimal orderInitial(Account account, String asset, @Nullable Order extra) {
        BigDecimal sum = BigDecimal.ZERO;
        List<Market> markets =
                archive.open(account).stream()
                        .map(Order::market)
                        .filter(market -> market.listing().contract() != null)
                        .distinct()
                        .toList();
        for (Market market : markets) {
            if (market.listing().quote().equals(asset)
                    && (extra == null || extra.market() != market)) {
                sum = sum.add(orderInitial(account, market, null));
            }
        }
        return extra == null ? sum : sum.add(orderInitial(account, extra.market(), extra));
    }

    private BigDecimal orderInitial(Account account, Market market, @Nullable Order extra) {
        BigDecimal most = BigDecimal.ZERO;
        if (account.margin().hedged()) {
            most =
                    orderNotional(account, market, PositionSide.LONG, Side.BUY, extra)
                            .add(
                                    orderNotional(
                                            account, market, PositionSide.SHORT, Side.SELL, extra));
            return perLeverage(account, market, most);
        }
        Position position = account.margin().position(market, PositionSide.BOTH);
        BigDecimal held = notional(position);
        BigDecimal signed = position.quantity() < 0 ? held.negate() : held;
        BigDecimal buys = orderNotional(account, market, PositionSide.BOTH, Side.BUY, extra);
        BigDecimal sells = orderNotional(account, market, PositionSide.BOTH, Side.SELL, extra);
        most = signed.add(buys).abs().max(signed.subtract(sells).abs()).max(held);
        return perLeverage(account, market, most.subtract(held));
    }

    private BigDecimal orderNotional(
            Account account,
            Market market,
            PositionSide position,
            Side side,
            @Nullable Order extra) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Order order : archive.open(account, market)) {
            sum = sum.add(notional(order, position, side));
        }
        return extra == null ? sum : sum.add(notional(extra, position, side));
    }

    private BigDecimal notional(Order order, PositionSide position, Side side) {
        OrderRequest request = order.request();
        if (order.side() != side
                || request.position().side() != position
                || request.position().closes(side)) {
            return BigDecimal.ZERO;
        }
        BigDecimal price =
                request.market()
                        ? marks.mark(order.market())
                        : order.listing().price(request.price());
        return order.listing().quantity(order.remaining()).multiply(price);
    }

    private static BigDecimal perLeverage(Account account, Market market, BigDecimal notional) {
        return notional.divide(
                BigDecimal.valueOf(account.margin().leverage(market)), SCALE, RoundingMode.HALF_UP);
    }

    /** What orders for things themselves have set aside cannot be margin too. */
    private static BigDecimal held(Account account, String asset) {
        Balance balance = account.balances().get(asset);
        return balance == null ? BigDecimal.ZERO : balance.held();
    }

    static BigDecimal wallet(Account account, String asset) {
        Balance balance = account.balances().get(asset);
        return balance == null ? BigDecimal.ZERO : balance.total();
    }
}
