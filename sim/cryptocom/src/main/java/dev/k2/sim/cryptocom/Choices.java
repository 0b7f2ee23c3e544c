package dev.k2.sim.cryptocom;

import dev.k2.sim.Account;
import dev.k2.sim.SelfTrade;
import java.util.HashMap;
import java.util.Map;

/** What accounts chose for all their orders. A restart forgets it. */
final class Choices {
    private static final SelfTrading NOTHING = new SelfTrading("", "", 0);
    private final Map<Account, SelfTrading> selfTrading = new HashMap<>();

    /** Empty when nothing was chosen. */
    record SelfTrading(String scope, String inst, int id) {}

    SelfTrading of(Account account) {
        return selfTrading.getOrDefault(account, NOTHING);
    }

    void choose(Account account, SelfTrading chosen) {
        selfTrading.put(account, chosen);
    }

    SelfTrade selfTrade(Account account) {
        String inst = of(account).inst();
        return inst.isEmpty() ? SelfTrade.NONE : OrderReading.selfTrade(inst);
    }
}
