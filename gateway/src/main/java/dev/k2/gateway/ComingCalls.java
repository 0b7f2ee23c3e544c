package dev.k2.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls that the contract has and that nothing is configured for. */
final class ComingCalls {
    private ComingCalls() {}

    static Map<String, Call> all() {
        Map<String, Call> calls = new HashMap<>();
        for (String id :
                List.of(
                        "listPasskeys",
                        "createPasskey",
                        "createPasskeyOptions",
                        "deletePasskey",
                        "createLoginOptions",
                        "loginByPasskey",
                        "stepUpByPasskey")) {
            calls.put(id, asked -> Reply.refused(Problem.unavailable("This is not offered.")));
        }
        return calls;
    }
}
