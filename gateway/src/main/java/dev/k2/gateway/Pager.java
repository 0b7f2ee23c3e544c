package dev.k2.gateway;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cuts lists that lie in memory into pages. A cursor names the last entry that was seen, so entries
 * that come and go elsewhere do not move it.
 */
final class Pager {
    private Pager() {}

    /**
     * One page.
     *
     * @param sorted all entries, ascending by name
     * @param name of an entry, unique in the list
     */
    static <T> Reply page(
            List<T> sorted, Function<T, String> name, Function<T, JsonObject> shape, Asked asked) {
        Optional<String> cursor = asked.text("cursor");
        Optional<String> after = cursor.flatMap(Pager::decode);
        if (cursor.isPresent() && after.isEmpty()) {
            return Reply.refused(badCursor());
        }
        int limit = asked.number("limit");
        List<JsonObject> items = new ArrayList<>();
        Optional<String> last = Optional.empty();
        for (T entry : sorted) {
            if (after.isPresent() && name.apply(entry).compareTo(after.get()) <= 0) {
                continue;
            }
            if (items.size() == limit) {
                return Reply.listing(items, last.map(Pager::encode));
            }
            items.add(shape.apply(entry));
            last = Optional.of(name.apply(entry));
        }
        return Reply.whole(items);
    }

    static Problem badCursor() {
        return Problem.invalid("cursor", "the next_cursor of a page before");
    }

    static String encode(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> decode(String cursor) {
        try {
            byte[] name = Base64.getUrlDecoder().decode(cursor);
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString());
        } catch (IllegalArgumentException | CharacterCodingException notOurs) {
            return Optional.empty();
        }
    }
}
