package dev.k2.trading;

import dev.k2.model.UserId;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the risk gate knows about one user. The lock makes two orders at once pass one after the
 * other; limits and the kill switch may be read without it.
 */
final class UserRisk {
    final ReentrantLock lock = new ReentrantLock();
    final Exposure exposure = new Exposure();
    final Pace pace = new Pace();
    private volatile RiskLimits limits;
    private volatile KillSwitch killSwitch;

    UserRisk(UserId user, RiskStore store) {
        limits = store.limits(user);
        killSwitch = store.killSwitch(user);
    }

    RiskLimits limits() {
        return limits;
    }

    void limits(RiskLimits next) {
        limits = next;
    }

    KillSwitch killSwitch() {
        return killSwitch;
    }

    void killSwitch(KillSwitch next) {
        killSwitch = next;
    }
}
