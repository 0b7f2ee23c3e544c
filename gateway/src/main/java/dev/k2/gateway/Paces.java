package dev.k2.gateway;

import dev.k2.model.UserId;
import java.time.InstantSource;
import java.util.Optional;

/** The paces that hold for a request: of its address, of its person, and of calls that take credentials. */
final class Paces {
    private final RequestPace byAddress;
    private final RequestPace byPerson;
    private final RequestPace byCall;

    Paces(EdgeSettings edge, InstantSource clock) {
        byAddress = new RequestPace("address", edge.address(), clock);
        byPerson = new RequestPace("person", edge.person(), clock);
        byCall = new RequestPace("call", edge.credentials(), clock);
    }

    /** Counts a request of an address; what refuses it, where something does. */
    Optional<Problem> ofAddress(Visit visit) {
        return asked(visit, byAddress, AddressRange.network(visit.address()));
    }

    Optional<Problem> ofPerson(Visit visit, UserId person) {
        return asked(visit, byPerson, person.toString());
    }

    /** Whoever guesses does so at calls that need no token and take something in a body, or a link's token. */
    Optional<Problem> ofCall(Visit visit, Operation operation) {
        boolean takes = !operation.body().isEmpty() || operation.path().containsKey("token");
        return operation.open() && takes
                ? asked(visit, byCall, operation.id() + " " + AddressRange.network(visit.address()))
                : Optional.empty();
    }

    private static Optional<Problem> asked(Visit visit, RequestPace pace, String key) {
        RequestPace.Verdict verdict = pace.ask(key);
        visit.headers().add("RateLimit-Policy", pace.policy());
        visit.headers().add("RateLimit", pace.said(verdict));
        return verdict.allowed()
                ? Optional.empty()
                : Optional.of(Problem.rateLimited(pace.name(), verdict.waitSeconds()));
    }
}
