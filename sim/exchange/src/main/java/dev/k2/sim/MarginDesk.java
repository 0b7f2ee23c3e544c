package dev.k2.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Keeps positions honest: settles trades into them, pays funding, liquidates who runs out of margin. */
public final class MarginDesk {
    /** How often funding is paid, in milliseconds. */
    public static final long FUNDING_MILLIS = 8 * 60 * 60 * 1000L;

    /** What the exchange's own orders that close a position are called. */
    public static final String LIQUIDATION_PREFIX = "autoclose-";

    private static final int MONEY_SCALE = 8;
    private static final BigDecimal CALL_AT = new BigDecimal("0.8");

    private final MatchingEngine engine;
    private final MarkPrices marks = new MarkPrices();
    private final MarginMath math;
    private long fundedUntil = -1;

    MarginDesk(MatchingEngine engine, OrderArchive archive) {
        this.engine = engine;
        this.math = new MarginMath(archive, marks);
    }

    public MarkPrices marks() {
        return marks;
    }

    public MarginMath math() {
        return math;
    }

    /** The funding rate that is paid at a moment, which must be a whole number of periods since 1970. */
    public static BigDecimal fundingRate(Market market, long atMillis) {
        double chance = market.listing().shape().walk().chance(atMillis / FUNDING_MILLIS, 11);
        return BigDecimal.valueOf(10_000 + Math.round((chance - 0.5) * 40_000), MONEY_SCALE);
    }

    /** When funding is paid next, in milliseconds since 1970. */
    public static long nextFunding(long nowMillis) {
        return nowMillis - Math.floorMod(nowMillis, FUNDING_MILLIS) + FUNDING_MILLIS;
    }

    /** Chooses leverage or a kind of margin. Nothing is checked here: each exchange has rules of its own. */
    public void configure(
            Account account, @Nullable Market market, MarginSetting setting, int value) {
        engine.together(
                () -> {
                    EngineEvent.Configured change =
                            new EngineEvent.Configured(
                                    account, market, setting, value, engine.commandMicros());
                    account.margin().configure(change);
                    engine.tell(change);
                    return account;
                });
    }

    /** Moves margin to a position that has margin of its own, or away from it when negative. */
    public void moveMargin(Account account, Position position, BigDecimal amount) {
        pay(account, position.market(), position.side(), EngineEvent.Payment.MARGIN, amount);
    }

    /** Moves the prices to now, and does what falls due: funding, margin calls, liquidations. */
    void step(long nowMillis, ToDoubleFunction<Market> index) {
        List<Market> contracts = new ArrayList<>();
        for (Market market : engine.markets()) {
            if (market.listing().contract() != null) {
                marks.move(market, index.applyAsDouble(market), nowMillis);
                contracts.add(market);
            }
        }
        if (contracts.isEmpty()) {
            return;
        }
        contracts.forEach(engine.algos()::look);
        long period = nowMillis / FUNDING_MILLIS;
        for (long due = fundedUntil + 1; fundedUntil >= 0 && due <= period; due++) {
            fund(due * FUNDING_MILLIS);
        }
        fundedUntil = period;
        for (Account account : List.copyOf(engine.accounts())) {
            if (!account.margin().open().isEmpty()) {
                watch(account);
            }
        }
    }

    /** What a trade does to the account of one of its orders. Returns the profit that it made certain. */
    BigDecimal settle(Order order, long price, long lots, BigDecimal fee, long micros) {
        Account account = order.account();
        Position position =
                account.margin().position(order.market(), order.request().position().side());
        boolean isolated = account.margin().isolated(order.market());
        long before = position.quantity();
        BigDecimal aside = position.isolatedWallet();
        long closed =
                before == 0 || Long.signum(before) == (order.side() == Side.BUY ? 1 : -1)
                        ? 0
                        : Math.min(lots, Math.abs(before));
        BigDecimal freed = position.part(aside, closed);
        BigDecimal profit = position.trade(order.side(), price, lots, fee, micros);
        account.balance(order.listing().quote()).add(profit.subtract(fee));
        if (isolated) {
            BigDecimal opened =
                    order.listing().quoteAmount(Math.multiplyExact(price, lots - closed));
            BigDecimal taken =
                    opened.divide(
                            BigDecimal.valueOf(account.margin().leverage(order.market())),
                            MONEY_SCALE,
                            RoundingMode.HALF_UP);
            position.setIsolatedWallet(
                    position.isOpen() ? aside.subtract(freed).add(taken) : BigDecimal.ZERO);
        }
        account.touched(micros);
        return profit;
    }

    /** How much of its quantity an order may trade now, when it can only make a position smaller. */
    static long closable(Order order) {
        if (!order.listing().holdsPositions() || !order.request().position().closes(order.side())) {
            return Long.MAX_VALUE;
        }
        if (order.listing().event() != null) {
            return EventDesk.closable(order);
        }
        long held =
                order.account()
                        .margin()
                        .position(order.market(), order.request().position().side())
                        .quantity();
        boolean opposite = order.side() == Side.SELL ? held > 0 : held < 0;
        return opposite ? Math.abs(held) : 0;
    }

    /** Ends resting orders that could only have made a position smaller which is gone. */
    void sweep(Market market) {
        Set<Account> owners = new LinkedHashSet<>(engine.accounts());
        for (Account account : owners) {
            for (Order order : engine.archive().open(account, market)) {
                if (order.status().open() && closable(order) == 0) {
                    engine.expire(order, Ending.NOTHING_TO_REDUCE);
                }
            }
        }
    }

    /** Closes every position in a contract at any price, as far as somebody takes it. */
    void closeAll(Market market) {
        for (Account account : List.copyOf(engine.accounts())) {
            for (Position position : List.copyOf(account.margin().open())) {
                if (position.market() == market) {
                    close(account, position);
                }
            }
        }
    }

    private void fund(long atMillis) {
        for (Account account : engine.accounts()) {
            for (Position position : account.margin().open()) {
                Market market = position.market();
                BigDecimal amount =
                        market.listing()
                                .quantity(position.quantity())
                                .multiply(marks.mark(market))
                                .multiply(fundingRate(market, atMillis))
                                .negate()
                                .setScale(MONEY_SCALE, RoundingMode.HALF_EVEN);
                pay(account, market, position.side(), EngineEvent.Payment.FUNDING, amount);
            }
        }
    }

    private void pay(
            Account account,
            Market market,
            PositionSide side,
            EngineEvent.Payment kind,
            BigDecimal amount) {
        engine.together(
                () -> {
                    EngineEvent.Paid paid =
                            new EngineEvent.Paid(
                                    account,
                                    market,
                                    side,
                                    kind,
                                    market.listing().quote(),
                                    amount,
                                    engine.commandMicros());
                    apply(paid);
                    engine.tell(paid);
                    return paid;
                });
    }

    /** Moves the money of a payment; what an account gets the house gives. */
    void apply(EngineEvent.Paid paid) {
        Account account = paid.account();
        Position position = account.margin().position(paid.market(), paid.side());
        boolean own = account.margin().isolated(paid.market());
        switch (paid.kind()) {
            case MARGIN -> position.setIsolatedWallet(position.isolatedWallet().add(paid.amount()));
            case FUNDING, INSURANCE -> {
                account.balance(paid.asset()).add(paid.amount());
                engine.house().balance(paid.asset()).add(paid.amount().negate());
                if (own && position.isOpen()) {
                    position.setIsolatedWallet(position.isolatedWallet().add(paid.amount()));
                }
            }
        }
        position.touched(paid.micros());
        account.touched(paid.micros());
        account.margin().paid(paid);
    }

    private void watch(Account account) {
        Set<String> assets = new LinkedHashSet<>();
        for (Position position : account.margin().open()) {
            if (account.margin().isolated(position.market())) {
                BigDecimal left =
                        position.isolatedWallet()
                                .add(position.unrealised(marks.mark(position.market())));
                if (left.compareTo(math.maintenance(position)) < 0) {
                    liquidate(account, List.of(position));
                }
            } else {
                assets.add(position.market().listing().quote());
            }
        }
        for (String asset : assets) {
            watch(account, asset);
        }
    }

    private void watch(Account account, String asset) {
        List<Position> shared = new ArrayList<>();
        for (Position position : account.margin().open()) {
            if (position.market().listing().quote().equals(asset)
                    && !account.margin().isolated(position.market())) {
                shared.add(position);
            }
        }
        MarginMath.Sums sums = math.sums(account, asset);
        BigDecimal left = sums.crossWallet().add(sums.crossUnrealised());
        boolean isShort = left.multiply(CALL_AT).compareTo(sums.crossMaintenance()) < 0;
        if (account.margin().runsShort(asset, isShort)) {
            engine.together(
                    () -> {
                        engine.tell(
                                new EngineEvent.MarginCalled(
                                        account, shared, sums, engine.commandMicros()));
                        return account;
                    });
        }
        if (left.compareTo(sums.crossMaintenance()) < 0) {
            liquidate(account, shared);
        }
    }

    /** Cancels what the account has open in these contracts and closes its positions at any price. */
    private void liquidate(Account account, List<Position> positions) {
        engine.together(
                () -> {
                    for (Position position : positions) {
                        Market market = position.market();
                        for (Order order : engine.archive().open(account, market)) {
                            engine.expire(order, Ending.CANCELED_BY_EXCHANGE);
                        }
                        close(account, position);
                    }
                    return account;
                });
        for (Position position : positions) {
            String asset = position.market().listing().quote();
            BigDecimal wallet = MarginMath.wallet(account, asset);
            boolean closed =
                    account.margin().open().stream()
                            .noneMatch(p -> p.market().listing().quote().equals(asset));
            if (wallet.signum() < 0 && closed) {
                pay(
                        account,
                        position.market(),
                        position.side(),
                        EngineEvent.Payment.INSURANCE,
                        wallet.negate());
            }
        }
    }

    private void close(Account account, Position position) {
        if (!position.isOpen()) {
            return;
        }
        Side side = position.quantity() > 0 ? Side.SELL : Side.BUY;
        OrderRequest request =
                OrderRequest.market(
                                LIQUIDATION_PREFIX + engine.commandMicros(),
                                side,
                                Math.abs(position.quantity()))
                        .withWords(Map.of("liquidation", "true"))
                        .withPosition(new PositionTerms(position.side(), true));
        Outcome closed = engine.place(account, position.market(), request);
        if (closed instanceof Outcome.Refused(Refusal reason)
                && reason != Refusal.MARKET_CLOSED
                && reason != Refusal.NO_LIQUIDITY) {
            throw new IllegalStateException("a liquidation was refused: " + reason);
        }
    }
}
