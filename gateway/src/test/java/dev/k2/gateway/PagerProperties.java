package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

/** Pages of a list that changes while it is read. */
class PagerProperties {
    @Property(tries = 300)
    void showsEveryEntryThatStaysExactlyOnce(
            @ForAll @Size(max = 60) Set<@AlphaChars @NotEmpty String> names,
            @ForAll @Size(max = 20) Set<@AlphaChars @NotEmpty String> latecomers,
            @ForAll @IntRange(min = 1, max = 20) int limit) {
        TreeSet<String> list = new TreeSet<>(names);
        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();

        for (int page = 0; page == 0 || cursor.isPresent(); page++) {
            Reply.Listing listing = page(List.copyOf(list), limit, cursor);
            listing.items().forEach(item -> seen.add(((JsonObject) item).getString("name")));
            cursor = listing.next();
            if (page == 0) {
                list.addAll(latecomers);
            }
        }

        assertThat(seen).doesNotHaveDuplicates().isSorted().containsAll(names);
    }

    private static Reply.Listing page(List<String> list, int limit, Optional<String> cursor) {
        Map<String, Object> values = new HashMap<>();
        values.put("limit", limit);
        cursor.ifPresent(text -> values.put("cursor", text));
        Asked asked =
                new Asked(null, values, new JsonObject(), "127.0.0.1", "test", Buffer.buffer());
        Reply reply =
                Pager.page(list, name -> name, name -> new JsonObject().put("name", name), asked);
        return (Reply.Listing) reply;
    }
}
