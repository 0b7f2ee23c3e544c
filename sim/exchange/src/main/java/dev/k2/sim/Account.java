package dev.k2.sim;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Somebody who trades here: a name, keys, fee rates and balances. */
public final class Account {
    private final String name;
    private final long number;
    private final boolean endless;
    private final ApiKey key;
    private final TreeMap<String, Balance> balances = new TreeMap<>();
    private final BigDecimal makerFee;
    private final BigDecimal takerFee;
    private final MarginAccount margin = new MarginAccount();
    private final EventHoldings events = new EventHoldings();
    private long updatedMicros;

    Account(
            String name,
            long number,
            boolean endless,
            ApiKey key,
            BigDecimal makerFee,
            BigDecimal takerFee) {
        this.name = name;
        this.number = number;
        this.endless = endless;
        this.key = key;
        this.makerFee = makerFee;
        this.takerFee = takerFee;
    }

    /** Somebody who trades here. */
    static Account customer(String name, long number, ApiKey key, Fees fees) {
        return new Account(name, number, false, key, fees.maker(), fees.taker());
    }

    /** The exchange's own account: its money has no end, and it pays no fees. */
    static Account house() {
        return new Account("house", 0, true, ApiKey.none(), BigDecimal.ZERO, BigDecimal.ZERO);
    }

    public String name() {
        return name;
    }

    public long number() {
        return number;
    }

    /** True for the exchange's own account, which may owe any amount. */
    public boolean endless() {
        return endless;
    }

    public ApiKey key() {
        return key;
    }

    public BigDecimal makerFee() {
        return makerFee;
    }

    public BigDecimal takerFee() {
        return takerFee;
    }

    /** When a balance last changed, in microseconds since 1970. */
    public long updatedMicros() {
        return updatedMicros;
    }

    /** Its positions and what it chose about margin. */
    public MarginAccount margin() {
        return margin;
    }

    /** What it has in events' markets. */
    public EventHoldings events() {
        return events;
    }

    public Map<String, Balance> balances() {
        return Collections.unmodifiableMap(balances);
    }

    public Balance balance(String asset) {
        return balances.computeIfAbsent(asset, a -> new Balance());
    }

    void touched(long micros) {
        updatedMicros = micros;
    }
}
