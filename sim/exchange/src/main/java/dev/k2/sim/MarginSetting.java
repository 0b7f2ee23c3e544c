package dev.k2.sim;

/** What an account can choose about its margin. */
public enum MarginSetting {
    LEVERAGE,
    ISOLATED,
    HEDGED,
    MULTI_ASSETS
}
