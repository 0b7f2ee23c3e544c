package dev.k2.exchange;

/** How something stands, from best to worst. */
public enum HealthStatus {
    HEALTHY,
    /** Works, but not as it should. */
    DEGRADED,
    /** Nothing could be learned in time. */
    UNKNOWN,
    UNHEALTHY;

    /** The worse of two. */
    public HealthStatus or(HealthStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
