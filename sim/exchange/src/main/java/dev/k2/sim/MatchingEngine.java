package dev.k2.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders, matches them by price and time, and moves the money. One thread may use it; what it does follows from
 * what it is asked and from the clock alone.
 */
public final class MatchingEngine {
    private final SimClock clock;
    private final OrderArchive archive = new OrderArchive();
    private final Map<String, Market> markets = new LinkedHashMap<>();
    private final Map<String, Market> delisted = new LinkedHashMap<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Account> accountsByKey = new HashMap<>();
    private final Account house = Account.house();
    private final Account fees =
            new Account("fees", -1, true, ApiKey.none(), BigDecimal.ZERO, BigDecimal.ZERO);
    private final MarginDesk margin = new MarginDesk(this, archive);
    private final EventDesk events = new EventDesk(this, archive, fees);
    private final Settlement settlement = new Settlement(fees, margin, events);
    private final OrderChanges changes = new OrderChanges(this, settlement);
    private final Fees customerFees;
    private final List<EngineListener> listeners = new ArrayList<>();
    private final Set<Market> touched = new LinkedHashSet<>();
    private final Chains chains = new Chains(this, settlement);
    private final TradeIds tradeIds = new TradeIds();
    private final AlgoDesk algos;
    private long nextExecutionId;
    private boolean takesFirst;
    private int depth;
    private long commandMicros;

    public MatchingEngine(SimClock clock) {
        this(clock, Fees.USUAL);
    }

    /**
     * @param customerFees what accounts pay that are opened from here on
     */
    public MatchingEngine(SimClock clock, Fees customerFees) {
        this.clock = clock;
        this.customerFees = customerFees;
        this.nextExecutionId = firstId();
        this.algos = new AlgoDesk(this, nextExecutionId);
    }

    public SimClock clock() {
        return clock;
    }

    /** Positions, margin and funding, for listings that are contracts. */
    public MarginDesk margin() {
        return margin;
    }

    /** Money and holdings of listings that are event contracts. */
    public EventDesk events() {
        return events;
    }

    /** Conditional orders that wait outside the books. */
    public AlgoDesk algos() {
        return algos;
    }

    public OrderArchive archive() {
        return archive;
    }

    public Account house() {
        return house;
    }

    /** Where the fees go. */
    public Account fees() {
        return fees;
    }

    public Collection<Market> markets() {
        return Collections.unmodifiableCollection(markets.values());
    }

    public @Nullable Market market(String symbol) {
        return markets.get(symbol);
    }

    /** Every market there is, those too that are not listed now. */
    public Collection<Market> everyMarket() {
        List<Market> every = new ArrayList<>(markets.values());
        every.addAll(delisted.values());
        return every;
    }

    /** A market that is listed, or was. */
    @Nullable Market marketEver(String symbol) {
        Market listed = markets.get(symbol);
        return listed == null ? delisted.get(symbol) : listed;
    }

    public boolean lists(Market market) {
        return markets.containsKey(market.listing().symbol());
    }

    public Collection<Account> accounts() {
        return Collections.unmodifiableCollection(accounts.values());
    }

    public @Nullable Account account(String name) {
        return accounts.get(name);
    }

    public @Nullable Account accountOfKey(String key) {
        return accountsByKey.get(key);
    }

    /**
     * From here on orders are taken before the book is looked at: one that must not trade at once but would, or must be
     * filled whole but cannot, is accepted and ended in place of being refused.
     */
    public void takeFirst() {
        takesFirst = true;
    }

    public void addListener(EngineListener listener) {
        listeners.add(listener);
    }

    /** Opens a market. Ids begin with the time, so that they never repeat, whatever happened before. */
    public Market open(Listing listing) {
        Candles candles = new Candles(listing, clock.millis());
        Market market = new Market(listing, firstId(), candles.firstLiveTradeId(), candles);
        markets.put(listing.symbol(), market);
        return market;
    }

    public Account openAccount(String name, ApiKey key) {
        Account account = Account.customer(name, accounts.size() + 1L, key, customerFees);
        if (accounts.putIfAbsent(name, account) != null) {
            throw new IllegalArgumentException("there is an account " + name + " already");
        }
        accountsByKey.put(key.key(), account);
        return together(
                () -> {
                    tell(new EngineEvent.AccountOpened(account));
                    return account;
                });
    }

    /** Brings money in, or takes free money out when the amount is negative. */
    public void deposit(Account account, String asset, BigDecimal amount) {
        if (account.balance(asset).free().add(amount).signum() < 0) {
            throw new IllegalArgumentException(
                    account.name() + " has less than " + amount.negate() + " " + asset);
        }
        together(
                () -> {
                    long micros = commandMicros;
                    account.balance(asset).add(amount);
                    account.touched(micros);
                    tell(new EngineEvent.Deposited(account, asset, amount, micros));
                    return account;
                });
    }

    public void setStatus(Market market, Market.Status status) {
        market.setStatus(status);
    }

    /**
     * Takes a market off the exchange: customers' orders there end, their positions are closed at any price, and
     * nobody finds it any more.
     */
    void delist(Market market) {
        for (Account account : List.copyOf(accounts.values())) {
            for (AlgoOrder algo : algos.of(account)) {
                boolean _ = algo.market() == market && algos.expire(algo, "delisted");
            }
            for (Order order : List.copyOf(archive.open(account, market))) {
                if (order.status().open()) {
                    finish(order, Ending.CANCELED_BY_EXCHANGE, null);
                }
            }
        }
        margin.closeAll(market);
        hide(market);
    }

    void hide(Market market) {
        markets.remove(market.listing().symbol());
        delisted.put(market.listing().symbol(), market);
    }

    /** Forgets a market in which no customer ever did anything. */
    public void forget(Market market) {
        markets.remove(market.listing().symbol());
        delisted.remove(market.listing().symbol());
        archive.forget(market);
        house.events().forget(market);
    }

    void show(Market market) {
        delisted.remove(market.listing().symbol());
        markets.put(market.listing().symbol(), market);
    }

    /** Runs several commands as one, at one moment: listeners see them done together, the journal keeps all or none. */
    public <T> T together(Supplier<T> work) {
        if (depth == 0) {
            commandMicros = clock.micros();
        }
        depth++;
        try {
            T result = work.get();
            if (depth == 1) {
                do {
                    chains.release();
                    fireTriggers();
                } while (chains.areDue());
                sweepClosed();
                lookAtAlgos();
            }
            return result;
        } finally {
            depth--;
            if (depth == 0) {
                List<Market> done = List.copyOf(touched);
                touched.clear();
                for (EngineListener listener : listeners) {
                    listener.commandDone(done);
                }
            }
        }
    }

    /** Takes an order and matches it at once. */
    public Outcome place(Account account, Market market, OrderRequest request) {
        Refusal refusal = check(account, market, request);
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        return together(() -> accept(account, market, request));
    }

    /**
     * Takes two orders of which one cancels the other. Both must wait: one in the book or both for their triggers.
     *
     * @return the first of them when accepted; its pair has the other
     */
    public Outcome placePair(
            Account account,
            Market market,
            String pairId,
            OrderRequest first,
            OrderRequest second) {
        Refusal refusal = check(account, market, first);
        refusal = refusal == null ? check(account, market, second) : refusal;
        if (refusal == null && first.clientOrderId().equals(second.clientOrderId())) {
            refusal = Refusal.DUPLICATE_CLIENT_ORDER_ID;
        }
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        return together(() -> acceptPair(account, market, pairId, first, second));
    }

    /**
     * Takes an order, and one or two that come when it is filled whole.
     *
     * @return the order that works now when accepted; its list has the others
     */
    public Outcome placeChain(
            Account account,
            Market market,
            String chainId,
            OrderRequest working,
            List<OrderRequest> pending) {
        Refusal refusal = check(account, market, working);
        Set<String> ids = new LinkedHashSet<>(Set.of(working.clientOrderId()));
        for (OrderRequest request : pending) {
            Order same = archive.byClientId(account, market, request.clientOrderId());
            boolean taken = same != null && same.status().open();
            if (taken || !ids.add(request.clientOrderId())) {
                refusal = Refusal.DUPLICATE_CLIENT_ORDER_ID;
            }
        }
        return refusal != null
                ? new Outcome.Refused(refusal)
                : together(() -> chains.accept(account, market, chainId, working, pending));
    }

    /** Ends an open order. */
    public Outcome cancel(Order order, @Nullable String cancelId) {
        return close(order, Ending.CANCELED_BY_OWNER, cancelId);
    }

    /** Ends an open order for the exchange's own reasons. */
    public Outcome expire(Order order, Ending ending) {
        return close(order, ending, null);
    }

    /** Makes an order smaller; it keeps its place in the queue. */
    public Outcome amend(Order order, long newQuantity, @Nullable String newClientOrderId) {
        return changes.amend(order, newQuantity, newClientOrderId);
    }

    /** Changes a resting order's price and size; it goes to the end of the queue, and may trade at once. */
    public Outcome modify(Order order, long newPrice, long newQuantity) {
        return changes.modify(order, newPrice, newQuantity, null);
    }

    /** The same, and gives it another name. */
    public Outcome modify(
            Order order, long newPrice, long newQuantity, @Nullable String newClientOrderId) {
        return changes.modify(order, newPrice, newQuantity, newClientOrderId);
    }

    boolean takesFirst() {
        return takesFirst;
    }

    private @Nullable Refusal check(Account account, Market market, OrderRequest request) {
        boolean customer = !account.endless();
        OrderBook book = market.book();
        if (market.status() != Market.Status.TRADING) {
            return Refusal.MARKET_CLOSED;
        }
        if (customer) {
            Order same = archive.byClientId(account, market, request.clientOrderId());
            if (same != null && same.status().open()) {
                return Refusal.DUPLICATE_CLIENT_ORDER_ID;
            }
        }
        Trigger trigger = request.trigger();
        if (trigger != null) {
            return !trigger.trails() && trigger.reached(request.side(), market.lastPrice())
                    ? Refusal.WOULD_TRIGGER
                    : null;
        }
        if (!takesFirst && request.postOnly() && book.crosses(request.side(), request.price())) {
            return Refusal.WOULD_MATCH;
        }
        if (request.quoteAmount() != null && book.isEmpty(request.side().opposite())) {
            return Refusal.NO_LIQUIDITY;
        }
        return null;
    }

    private Outcome acceptPair(
            Account account,
            Market market,
            String pairId,
            OrderRequest first,
            OrderRequest second) {
        touched.add(market);
        long micros = commandMicros;
        Order one = new Order(market.takeOrderId(), account, market, first, micros);
        Order other = new Order(market.takeOrderId(), account, market, second, micros);
        if (!settlement.hold(one, Holds.initial(one).max(Holds.initial(other)))) {
            return new Outcome.Refused(Refusal.INSUFFICIENT_BALANCE);
        }
        OrderPair pair = new OrderPair(one.id(), pairId, one, other, micros);
        for (Order order : pair.orders()) {
            archive.accepted(order);
            tell(new EngineEvent.OrderAccepted(order, nextExecutionId++, micros));
            if (order.dormant()) {
                market.arm(order);
            } else {
                market.book().add(order);
            }
        }
        archive.started(pair);
        tell(new EngineEvent.PairStarted(pair, micros));
        return new Outcome.Done(one);
    }

    private Outcome accept(Account account, Market market, OrderRequest request) {
        touched.add(market);
        long micros = commandMicros;
        Order order = new Order(market.takeOrderId(), account, market, request, micros);
        if (market.listing().holdsPositions()) {
            Refusal refusal = checkContract(order, takesFirst);
            if (refusal != null) {
                return new Outcome.Refused(refusal);
            }
        }
        if (!settlement.admit(order)) {
            return new Outcome.Refused(
                    market.listing().contract() == null
                            ? Refusal.INSUFFICIENT_BALANCE
                            : Refusal.INSUFFICIENT_MARGIN);
        }
        if (!account.endless()) {
            archive.accepted(order);
            tell(new EngineEvent.OrderAccepted(order, nextExecutionId++, micros));
            algos.accepted(order);
        }
        if (request.trigger() == null) {
            work(order);
        } else {
            market.arm(order);
        }
        return new Outcome.Done(order);
    }

    private static @Nullable Refusal checkContract(Order order, boolean takesFirst) {
        if (order.account().endless()) {
            return null;
        }
        if (MarginDesk.closable(order) == 0) {
            return Refusal.NOTHING_TO_REDUCE;
        }
        boolean whole = order.request().timeInForce() == TimeInForce.FOK;
        return whole && !takesFirst && !Holds.fillable(order) ? Refusal.NOT_FILLABLE : null;
    }

    /** Matches an order that is due, and then rests or ends it. */
    void work(Order order) {
        OrderBook book = order.market().book();
        if (order.request().timeInForce() == TimeInForce.FOK && !Holds.fillable(order)) {
            finish(order, Ending.FOK_UNFILLED, null);
            return;
        }
        boolean crosses = book.crosses(order.side(), order.request().price());
        if (takesFirst && order.request().postOnly() && crosses) {
            finish(order, Ending.WOULD_TRADE, null);
            return;
        }
        match(order);
        if (!order.status().open()) {
            return;
        }
        if (order.request().market()) {
            finish(order, Ending.NO_LIQUIDITY, null);
        } else if (order.request().timeInForce() != TimeInForce.GTC) {
            finish(order, Ending.IOC_REMAINDER, null);
        } else {
            book.add(order);
        }
    }

    private void match(Order taker) {
        Market market = taker.market();
        OrderBook book = market.book();
        Side other = taker.side().opposite();
        while (taker.status().open() && !book.isEmpty(other)) {
            PriceLevel level = book.top(other);
            if (!taker.acceptsPrice(level.price())) {
                return;
            }
            Order maker = level.first();
            if (meetsItself(taker, maker)) {
                prevent(taker, maker);
                continue;
            }
            if (MarginDesk.closable(maker) == 0) {
                finish(maker, Ending.NOTHING_TO_REDUCE, null);
                continue;
            }
            if (MarginDesk.closable(taker) == 0) {
                finish(taker, Ending.NOTHING_TO_REDUCE, null);
                return;
            }
            long lots = Math.min(Holds.wanted(taker, level.price()), maker.remaining());
            lots = Math.min(lots, MarginDesk.closable(maker));
            lots = Math.min(lots, MarginDesk.closable(taker));
            lots = affordable(taker, level.price(), lots);
            if (lots == 0) {
                return;
            }
            trade(market, taker, maker, level.price(), lots);
        }
    }

    private long affordable(Order taker, long price, long lots) {
        if (taker.account().endless()
                || !taker.request().market()
                || taker.listing().contract() != null) {
            return lots;
        }
        BigDecimal most = settlement.spendable(taker);
        Listing listing = taker.listing();
        long units =
                taker.side() == Side.BUY
                        ? listing.quoteUnits(most) / price
                        : Holds.quantityUnitsDown(listing, most);
        return Math.min(lots, listing.wholeSteps(units));
    }

    private void trade(Market market, Order taker, Order maker, long price, long lots) {
        chosen(maker);
        long micros = commandMicros;
        long id = market.takeTradeId();
        if (tradeIds.exceeded(market)) {
            tell(new EngineEvent.IdsReserved(market, tradeIds.reserve(market)));
        }
        Fill made = fill(maker, id, price, lots, true, micros);
        Fill took = fill(taker, id, price, lots, false, micros);
        market.book().shrink(maker, lots);
        if (taker.quoteDriven() && Holds.wanted(taker, price) == 0) {
            taker.fillWhole();
        }
        filled(maker, made);
        filled(taker, took);
        boolean buyerIsMaker = maker.side() == Side.BUY;
        Trade trade =
                new Trade(
                        id,
                        price,
                        lots,
                        buyerIsMaker ? maker.id() : taker.id(),
                        buyerIsMaker ? taker.id() : maker.id(),
                        buyerIsMaker,
                        micros);
        market.print(trade);
        tell(new EngineEvent.TradePrinted(market, trade));
    }

    private Fill fill(
            Order order, long tradeId, long price, long lots, boolean maker, long micros) {
        BigDecimal fee = settlement.fee(order, price, lots, maker);
        BigDecimal realised = settlement.settle(order, price, lots, fee, micros);
        Fill fill =
                new Fill(
                        tradeId,
                        price,
                        lots,
                        fee,
                        Settlement.feeAsset(order),
                        maker,
                        micros,
                        nextExecutionId++,
                        realised);
        order.fill(fill);
        return fill;
    }

    private void filled(Order order, Fill fill) {
        if (order.status() == OrderStatus.FILLED) {
            settlement.releaseDownTo(order, BigDecimal.ZERO);
        }
        if (order.account().endless()) {
            return;
        }
        archive.filled(order, fill);
        if (order.status() == OrderStatus.FILLED) {
            archive.ended(order);
        }
        tell(new EngineEvent.OrderFilled(order, fill));
        endPair(order);
        chains.filled(order);
    }

    /** One of a pair is about to trade or was triggered: its partner ends, and the hold is its own. */
    private void chosen(Order order) {
        OrderPair pair = order.pair();
        if (pair != null && pair.partnerOf(order).status().open()) {
            endOne(pair.partnerOf(order), Ending.OTHER_LEG, null);
            settlement.holdAgain(order);
        }
    }

    private void endPair(Order order) {
        OrderPair pair = order.pair();
        if (pair != null && pair.endsNow()) {
            tell(new EngineEvent.PairEnded(pair, commandMicros));
        }
    }

    private static boolean meetsItself(Order taker, Order maker) {
        return taker.account() == maker.account()
                && !taker.account().endless()
                && taker.request().selfTrade() != SelfTrade.NONE;
    }

    private void prevent(Order taker, Order maker) {
        long lots = Math.min(Holds.wanted(taker, maker.request().price()), maker.remaining());
        SelfTrade mode = taker.request().selfTrade();
        if (mode == SelfTrade.DECREMENT) {
            takeAway(maker, taker, lots, true);
            takeAway(taker, maker, lots, false);
            return;
        }
        if (mode != SelfTrade.EXPIRE_TAKER) {
            finish(maker, Ending.SELF_TRADE, null);
        }
        if (mode != SelfTrade.EXPIRE_MAKER) {
            finish(taker, Ending.SELF_TRADE, null);
        }
    }

    private void takeAway(Order order, Order counter, long lots, boolean resting) {
        if (order.quoteDriven()) {
            finish(order, Ending.SELF_TRADE, null);
            return;
        }
        long micros = commandMicros;
        order.prevent(lots, micros);
        if (resting) {
            order.market().book().shrink(order, lots);
        }
        if (!order.request().market()) {
            settlement.releaseDownTo(order, Holds.needed(order));
        }
        tell(new EngineEvent.OrderPrevented(order, counter.id(), lots, nextExecutionId++, micros));
        if (order.remaining() == 0) {
            finish(order, Ending.SELF_TRADE, null);
        }
    }

    private Outcome close(Order order, Ending ending, @Nullable String cancelId) {
        if (!order.status().open()) {
            return new Outcome.Refused(Refusal.UNKNOWN_ORDER);
        }
        return together(
                () -> {
                    finish(order, ending, cancelId);
                    return new Outcome.Done(order);
                });
    }

    /** Ends an order, and its partner with it when it has one. */
    void finish(Order order, Ending ending, @Nullable String cancelId) {
        boolean parked = order.parked();
        endOne(order, ending, cancelId);
        OrderChain chain = order.chain();
        if (chain != null) {
            boolean whole = parked || order == chain.working();
            for (Order other : whole ? chain.orders() : List.<Order>of()) {
                if (other.status().open()) {
                    endOne(other, ending, cancelId);
                }
            }
        }
        OrderPair pair = order.pair();
        if (pair != null) {
            Order partner = pair.partnerOf(order);
            if (partner.status().open()) {
                endOne(partner, ending, cancelId);
            }
            endPair(order);
        }
        if (chain != null) {
            chains.end(chain);
        }
    }

    private void endOne(Order order, Ending ending, @Nullable String cancelId) {
        Market market = order.market();
        touched.add(market);
        if (order.resting()) {
            market.book().remove(order);
        } else if (order.dormant()) {
            market.disarm(order);
        }
        settlement.releaseDownTo(order, BigDecimal.ZERO);
        long micros = commandMicros;
        order.end(ending, micros);
        if (!order.account().endless()) {
            archive.ended(order);
            tell(new EngineEvent.OrderClosed(order, ending, cancelId, nextExecutionId++, micros));
        }
    }

    private void fireTriggers() {
        for (Market market : List.copyOf(touched)) {
            for (Order order = market.reached(); order != null; order = market.reached()) {
                fire(market, order);
            }
        }
    }

    private void lookAtAlgos() {
        if (!algos.isEmpty()) {
            List.copyOf(touched).forEach(algos::look);
            algos.follow();
        }
    }

    private void sweepClosed() {
        for (Market market : List.copyOf(touched)) {
            if (market.listing().holdsPositions()) {
                margin.sweep(market);
            }
        }
    }

    private void fire(Market market, Order order) {
        long micros = commandMicros;
        chosen(order);
        market.disarm(order);
        order.trigger(micros);
        if (order.request().market()) {
            settlement.holdAgain(order);
        }
        tell(new EngineEvent.OrderTriggered(order, nextExecutionId++, micros));
        work(order);
    }

    /** Notes that a market changes in the command which is running. */
    void touch(Market market) {
        touched.add(market);
    }

    long takeExecutionId() {
        return nextExecutionId++;
    }

    /** The moment that the command which is running happens at. */
    long commandMicros() {
        return commandMicros;
    }

    void tell(EngineEvent event) {
        for (EngineListener listener : listeners) {
            listener.on(event);
        }
    }

    private long firstId() {
        return TradeIds.firstId(clock.millis());
    }

    Restoration restoration() {
        return restoration(Diary.NONE);
    }

    /** The state of an earlier run, put back one event at a time, before any listener is there. */
    Restoration restoration(Diary diary) {
        return new Restoration(this, settlement, archive, margin, algos, diary);
    }

    void restore(Account account) {
        accounts.put(account.name(), account);
        accountsByKey.put(account.key().key(), account);
    }
}
