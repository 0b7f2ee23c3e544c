package dev.k2.gateway;

import dev.k2.accounts.KycStatus;
import dev.k2.accounts.KycStep;
import dev.k2.accounts.People;
import dev.k2.accounts.PeoplePage;
import dev.k2.model.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls of administrators. That they come from one, {@link Sessions} has seen to. */
final class AdminCalls {
    private final People people;

    AdminCalls(People people) {
        this.people = people;
    }

    Map<String, Call> all() {
        return Map.of(
                "listUsers", this::list,
                "getUserKyc", asked -> kyc(user(asked).flatMap(people::kyc)),
                "setUserKyc", this::setKyc);
    }

    private Reply list(Asked asked) {
        Optional<String> cursor = asked.text("cursor");
        Optional<String> after = cursor.flatMap(Pager::decode);
        Optional<PeoplePage> page =
                cursor.isPresent() && after.isEmpty()
                        ? Optional.empty()
                        : people.list(asked.text("email"), after, asked.number("limit"));
        return page.map(
                        found ->
                                Reply.listing(
                                        found.people().stream().map(UserJson::entry).toList(),
                                        found.next().map(Pager::encode)))
                .orElseGet(() -> Reply.refused(Pager.badCursor()));
    }

    private Reply setKyc(Asked asked) {
        KycStatus status = KycStatus.parse(asked.needed("status")).orElseThrow();
        return kyc(
                user(asked)
                        .flatMap(
                                user ->
                                        people.setKyc(
                                                user,
                                                status,
                                                asked.text("note"),
                                                asked.caller().user())));
    }

    private static Reply kyc(Optional<List<KycStep>> steps) {
        return steps.map(found -> Reply.ok(UserJson.kyc(found)))
                .orElseGet(() -> Reply.refused(Problem.notFound("person")));
    }

    private static Optional<UserId> user(Asked asked) {
        return UserId.parse(asked.needed("id"));
    }
}
