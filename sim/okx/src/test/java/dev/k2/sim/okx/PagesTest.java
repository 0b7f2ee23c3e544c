package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.sim.WireJson;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final List<String> NEWEST_FIRST = List.of("50", "40", "30", "20", "10");

    @Test
    void givesWhatIsOlderThanAnIdAfterIt() {
        assertThat(page("after", "40", "limit", "2")).containsExactly("30", "20");
        assertThat(page("after", "35")).containsExactly("30", "20", "10");
    }

    @Test
    void givesWhatIsNewerThanAnIdBeforeIt() {
        assertThat(page("before", "20", "limit", "2")).containsExactly("40", "30");
        assertThat(page("before", "25")).containsExactly("50", "40", "30");
    }

    @Test
    void refusesAnIdThatIsNone() {
        assertThatThrownBy(() -> page("after", "x")).isInstanceOf(OkxRefusal.class);
    }

    @Property(tries = 100)
    void findsEverythingOncePageByPage(@ForAll @IntRange(min = 1, max = 7) int limit) {
        List<String> found = new java.util.ArrayList<>(page("limit", "" + limit));

        for (List<String> next = found; !next.isEmpty(); found.addAll(next)) {
            next = page("limit", "" + limit, "after", found.getLast());
        }

        assertThat(found).isEqualTo(NEWEST_FIRST);
    }

    private static List<String> page(String... words) {
        var json = WireJson.object();
        for (int i = 0; i < words.length; i += 2) {
            json.put(words[i], words[i + 1]);
        }
        return Pages.of(NEWEST_FIRST, id -> id, new Args(json), 100);
    }
}
