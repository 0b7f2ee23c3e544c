package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares two payloads by their fields: what the recorded one has, ours must have, of the same kind. */
final class Shapes {
    private Shapes() {}

    /** Fields of the recorded payload that ours lacks or has of another kind. Lists are compared by their first element. */
    static List<String> missing(JsonNode recorded, JsonNode ours, Set<String> leftOut) {
        List<String> found = new ArrayList<>();
        compare("", recorded, ours, leftOut, found);
        return found;
    }

    private static void compare(
            String at, JsonNode recorded, JsonNode ours, Set<String> leftOut, List<String> found) {
        if (recorded.isObject()) {
            if (!ours.isObject()) {
                found.add(at + " is no object");
                return;
            }
            recorded.properties()
                    .forEach(
                            field -> {
                                String name = at + "/" + field.getKey();
                                if (leftOut.contains(name) || leftOut.contains(field.getKey())) {
                                    return;
                                }
                                if (!ours.has(field.getKey())) {
                                    found.add(name);
                                } else {
                                    compare(
                                            name,
                                            field.getValue(),
                                            ours.path(field.getKey()),
                                            leftOut,
                                            found);
                                }
                            });
        } else if (recorded.isArray()) {
            if (!ours.isArray()) {
                found.add(at + " is no list");
            } else if (!recorded.isEmpty() && !ours.isEmpty()) {
                compare(at + "[]", recorded.get(0), ours.get(0), leftOut, found);
            } else if (!recorded.isEmpty()) {
                found.add(at + " is empty");
            }
        } else if (!recorded.isNull() && !ours.isNull() && kind(recorded) != kind(ours)) {
            found.add(at + " is " + ours.getNodeType() + " and not " + recorded.getNodeType());
        }
    }

    private static int kind(JsonNode value) {
        return value.isTextual() ? 1 : value.isNumber() ? 2 : value.isBoolean() ? 3 : 4;
    }
}
