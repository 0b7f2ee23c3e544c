package dev.k2.sim.cryptocom;

import dev.k2.sim.Manners;
import java.time.Duration;

/** The exchange's own numbers, which its administration can change. */
final class Settings implements Manners {
    private long limitPercent = 100;
    private long userFrames = 150;
    private long marketFrames = 100;
    private long channelsMax = 400;
    private long heartbeatMillis = 30_000;
    private long heartbeatsMissed = 3;
    private long idleBookMillis = 5_000;
    private long snapshotMillis = 100;
    private long skewMillis = 60_000;
    private long pingMillis = 5_000;
    private long refusesAtOnce;
    private long amendMakesNew;
    private long numbersAsText;

    void set(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative");
        }
        switch (name) {
            case "limit_percent" -> limitPercent = value;
            case "user_frames_per_second" -> userFrames = value;
            case "market_frames_per_second" -> marketFrames = value;
            case "channels_per_connection" -> channelsMax = value;
            case "heartbeat_ms" -> heartbeatMillis = Math.max(1, value);
            case "heartbeats_missed" -> heartbeatsMissed = value;
            case "idle_book_ms" -> idleBookMillis = value;
            case "snapshot_ms" -> snapshotMillis = Math.max(1, value);
            case "skew_ms" -> skewMillis = value;
            case "ping_ms" -> pingMillis = value;
            case "refuses_at_once" -> refusesAtOnce = value;
            case "amend_makes_new" -> amendMakesNew = value;
            case "numbers_as_text" -> numbersAsText = value;
            default -> throw new IllegalArgumentException("there is no setting " + name);
        }
    }

    /** How much of each published limit of REST there is, in percent. */
    long limitPercent() {
        return limitPercent;
    }

    /** How many frames a client may send in a second, to the user's or to the market's address. */
    long framesPerSecond(boolean user) {
        return user ? userFrames : marketFrames;
    }

    long channelsMax() {
        return channelsMax;
    }

    Duration heartbeatEvery() {
        return Duration.ofMillis(heartbeatMillis);
    }

    /** The heartbeat that is not sent any more, since all before it were left unanswered. */
    long heartbeatsMissed() {
        return heartbeatsMissed;
    }

    /** How long a book may say nothing before it says that nothing changed. */
    long idleBookMillis() {
        return idleBookMillis;
    }

    /** How long after the subscription the whole book comes. */
    Duration snapshotAfter() {
        return Duration.ofMillis(snapshotMillis);
    }

    long skewMillis() {
        return skewMillis;
    }

    /** Whether what the account cannot pay is refused in the answer, in place of later and on the user's channel. */
    boolean refusesAtOnce() {
        return refusesAtOnce != 0;
    }

    /** Whether an amended order has a new id. */
    boolean amendMakesNew() {
        return amendMakesNew != 0;
    }

    /** Whether all answers write whole numbers as text. */
    boolean numbersAsText() {
        return numbersAsText != 0;
    }

    @Override
    public Duration pingEvery() {
        return Duration.ofMillis(pingMillis);
    }

    @Override
    public Duration pongWithin() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Duration connectionLife() {
        return Duration.ZERO;
    }

    @Override
    public Duration idleMax() {
        return Duration.ZERO;
    }

    @Override
    public long messagesPerSecond() {
        return Long.MAX_VALUE;
    }
}
