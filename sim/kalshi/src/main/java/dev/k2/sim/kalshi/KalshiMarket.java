package dev.k2.sim.kalshi;

import dev.k2.sim.Market;

/** One market, alive: where it stands, and what came of it. */
final class KalshiMarket {
    /** Where nothing is known yet. */
    static final long UNKNOWN = -1;

    private final KalshiEvent event;
    private final int place;
    private final Market market;
    private final MarketTape tape;
    private Status status = Status.INITIALIZED;
    private PriceGrid grid;
    private long openMillis;
    private long closeMillis;
    private long value = UNKNOWN;
    private String measured = "";
    private long determinedMillis;
    private long settledMicros;
    private long updatedMicros;

    KalshiMarket(KalshiEvent event, int place, Market market, long liveMillis) {
        this.event = event;
        this.place = place;
        this.market = market;
        this.grid = event.spec().grid();
        this.openMillis = event.spec().openMillis();
        this.closeMillis = event.spec().closeMillis();
        this.updatedMicros = openMillis * 1000;
        this.tape = new MarketTape(this, liveMillis);
    }

    KalshiEvent event() {
        return event;
    }

    int place() {
        return place;
    }

    MarketSpec spec() {
        return event.spec().markets().get(place);
    }

    String ticker() {
        return spec().ticker();
    }

    /** The engine's side of it. */
    Market market() {
        return market;
    }

    MarketTape tape() {
        return tape;
    }

    /** A halt that no script ordered, such as a fault's, is told as a pause. */
    Status status() {
        boolean halted = status == Status.ACTIVE && market.status() != Market.Status.TRADING;
        return halted ? Status.INACTIVE : status;
    }

    PriceGrid grid() {
        return grid;
    }

    long openMillis() {
        return openMillis;
    }

    long closeMillis() {
        return closeMillis;
    }

    /** What a yes is worth, in price units; {@link #UNKNOWN} before its outcome is known. */
    long value() {
        return value;
    }

    /** yes, no, scalar, or nothing. */
    String result() {
        return value == UNKNOWN ? "" : result(value);
    }

    static String result(long value) {
        return value == Dollars.ONE ? "yes" : value == 0 ? "no" : "scalar";
    }

    /** What the outcome was measured as. */
    String measured() {
        return measured;
    }

    long determinedMillis() {
        return determinedMillis;
    }

    /** When it was paid, in microseconds since 1970; 0 before. */
    long settledMicros() {
        return settledMicros;
    }

    long updatedMicros() {
        return updatedMicros;
    }

    void stand(Status now, long micros) {
        status = now;
        updatedMicros = micros;
    }

    void opened(long millis) {
        openMillis = Math.min(openMillis, millis);
    }

    /** Trading ends at another time, such as now. */
    void closes(long millis) {
        closeMillis = millis;
    }

    void regrid(PriceGrid other) {
        grid = other;
    }

    void determined(long worth, String as, long millis) {
        value = worth;
        measured = as;
        determinedMillis = millis;
    }

    void settled(long micros) {
        settledMicros = micros;
    }
}
