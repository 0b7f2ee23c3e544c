package dev.k2.platform;

/** How well a component does, the best first. */
public enum HealthState {
    /** It works. */
    HEALTHY,
    /** It works, but not as it should: slower, older, partly. */
    DEGRADED,
    /** Nobody knows: it was never asked, or did not answer within its limit. */
    UNKNOWN,
    /** It does not work. */
    UNHEALTHY;

    HealthState worse(HealthState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
