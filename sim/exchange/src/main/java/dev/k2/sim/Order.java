package dev.k2.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An accepted order. It changes as it trades, and only the engine's own thread may read it. */
public final class Order {
    private final long id;
    private final Account account;
    private final Market market;
    private OrderRequest request;
    private final long acceptedMicros;
    private final List<Fill> fills;

    private long quantity;
    private long filled;
    private long filledQuote;
    private long prevented;
    private OrderStatus status = OrderStatus.NEW;
    private @Nullable Ending ending;
    private boolean triggered;
    private boolean resting;
    private long trailingMicros;
    private long trailingBest;
    private long workingMicros;
    private long updatedMicros;
    private BigDecimal hold = BigDecimal.ZERO;
    private int amendments;
    private final List<Modification> modifications = new ArrayList<>(0);
    private String clientOrderId;
    private @Nullable OrderPair pair;
    private @Nullable OrderChain chain;
    private long sequence;

    Order(long id, Account account, Market market, OrderRequest request, long acceptedMicros) {
        this.id = id;
        this.account = account;
        this.market = market;
        this.request = request;
        this.acceptedMicros = acceptedMicros;
        this.quantity = request.quantity();
        this.updatedMicros = acceptedMicros;
        this.clientOrderId = request.clientOrderId();
        this.fills = account.endless() ? List.of() : new ArrayList<>(1);
        if (request.trigger() == null) {
            this.workingMicros = acceptedMicros;
        }
    }

    public long id() {
        return id;
    }

    public String clientOrderId() {
        return clientOrderId;
    }

    public Account account() {
        return account;
    }

    public Market market() {
        return market;
    }

    public Listing listing() {
        return market.listing();
    }

    public OrderRequest request() {
        return request;
    }

    public Side side() {
        return request.side();
    }

    /** Microseconds since 1970. */
    public long acceptedMicros() {
        return acceptedMicros;
    }

    public long updatedMicros() {
        return updatedMicros;
    }

    /** When it went to the book, in microseconds since 1970; 0 while it waits for its trigger. */
    public long workingMicros() {
        return workingMicros;
    }

    /** The whole quantity, in quantity units. Grows with the fills when the order names a quote amount. */
    public long quantity() {
        return quantity;
    }

    public long filled() {
        return filled;
    }

    /** Price times quantity of all fills, in quote units. */
    public long filledQuote() {
        return filledQuote;
    }

    /** The quantity that self-trade prevention took away. */
    public long prevented() {
        return prevented;
    }

    public long remaining() {
        return quantity - filled - prevented;
    }

    public OrderStatus status() {
        return status;
    }

    public @Nullable Ending ending() {
        return ending;
    }

    /** True while it waits for its trigger. */
    public boolean dormant() {
        return request.trigger() != null && !triggered && status.open() && !parked();
    }

    /** True while it waits for another order to be filled. */
    public boolean parked() {
        return status == OrderStatus.PENDING_NEW;
    }

    public boolean triggered() {
        return triggered;
    }

    /** When it began to trail the market, in microseconds since 1970; 0 before that. */
    public long trailingMicros() {
        return trailingMicros;
    }

    /** Follows the market with a trailing trigger. True when the market turned far enough. */
    boolean trail(long lastPrice, long micros) {
        Trigger trigger = request.trigger();
        if (trigger == null || !trigger.trails()) {
            return false;
        }
        if (trailingMicros == 0) {
            if (trigger.price() == 0 || trigger.reached(side(), lastPrice)) {
                trailingMicros = micros;
                trailingBest = lastPrice;
            }
            return false;
        }
        trailingBest =
                trigger.rising(side())
                        ? Math.min(trailingBest, lastPrice)
                        : Math.max(trailingBest, lastPrice);
        return trigger.turned(side(), trailingBest, lastPrice);
    }

    /** True while it lies in the book. */
    public boolean resting() {
        return resting;
    }

    /** What its account has set aside for it: quote for a buy, base for a sell. */
    public BigDecimal hold() {
        return hold;
    }

    public String holdAsset() {
        return side() == Side.BUY ? listing().quote() : listing().base();
    }

    public List<Fill> fills() {
        return Collections.unmodifiableList(fills);
    }

    public int amendments() {
        return amendments;
    }

    /** How its price and size were changed, oldest first. */
    public List<Modification> modifications() {
        return Collections.unmodifiableList(modifications);
    }

    /**
     * One change of price and size.
     *
     * @param micros when, in microseconds since 1970
     */
    public record Modification(
            long id, long price, long newPrice, long quantity, long newQuantity, long micros) {}

    /** The pair it is one of, if any. */
    public @Nullable OrderPair pair() {
        return pair;
    }

    /** The list that its owner knows it by, if any. */
    public @Nullable OrderList list() {
        return chain == null ? pair : chain;
    }

    @Nullable OrderChain chain() {
        return chain;
    }

    void join(OrderChain joined) {
        chain = joined;
    }

    void park() {
        status = OrderStatus.PENDING_NEW;
        workingMicros = 0;
    }

    void release(long micros) {
        status = OrderStatus.NEW;
        updatedMicros = micros;
        workingMicros = request.trigger() == null ? micros : 0;
    }

    boolean quoteDriven() {
        return request.quoteAmount() != null;
    }

    boolean acceptsPrice(long price) {
        return request.market()
                || (side() == Side.BUY ? price <= request.price() : price >= request.price());
    }

    void setSequence(long acceptedAs) {
        sequence = acceptedAs;
    }

    long sequence() {
        return sequence;
    }

    void setResting(boolean inBook) {
        resting = inBook;
    }

    void join(OrderPair joined) {
        pair = joined;
    }

    void setHold(BigDecimal amount) {
        hold = amount;
    }

    void trigger(long micros) {
        triggered = true;
        workingMicros = micros;
        updatedMicros = micros;
    }

    void fill(Fill fill) {
        if (quoteDriven()) {
            quantity = Math.addExact(quantity, fill.quantity());
        }
        filled = Math.addExact(filled, fill.quantity());
        filledQuote = Math.addExact(filledQuote, Math.multiplyExact(fill.price(), fill.quantity()));
        updatedMicros = fill.micros();
        if (!account.endless()) {
            fills.add(fill);
        }
        if (filled > quantity) {
            throw new IllegalStateException("order " + id + " filled beyond its quantity");
        }
        boolean whole = !quoteDriven() && remaining() == 0;
        status = whole ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
    }

    void fillWhole() {
        status = OrderStatus.FILLED;
    }

    void prevent(long lots, long micros) {
        prevented = Math.addExact(prevented, lots);
        updatedMicros = micros;
    }

    void amend(long newQuantity, String newClientOrderId, long micros) {
        quantity = newQuantity;
        clientOrderId = newClientOrderId;
        amendments++;
        updatedMicros = micros;
    }

    void modify(long id, long newPrice, long newQuantity, long micros) {
        modifications.add(
                new Modification(id, request.price(), newPrice, quantity, newQuantity, micros));
        request = request.resized(newPrice, newQuantity);
        quantity = newQuantity;
        amendments++;
        updatedMicros = micros;
    }

    void rename(String newClientOrderId) {
        clientOrderId = newClientOrderId;
    }

    void unmodify(OrderRequest former, long formerMicros) {
        modifications.removeLast();
        request = former;
        quantity = former.quantity();
        amendments--;
        updatedMicros = formerMicros;
    }

    void end(Ending how, long micros) {
        ending = how;
        status = how.status();
        updatedMicros = micros;
    }
}
