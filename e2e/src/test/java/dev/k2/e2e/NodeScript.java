package dev.k2.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs a script of src/test/node. It fails by its exit status, and its output explains the failure. */
final class NodeScript {
    private static final String QUESTION = "@ask ";

    private NodeScript() {}

    /**
     * @param task what the script is told, as JSON in its environment
     * @param answers does what a line {@code @ask …} asks for; the result is written to the script's standard input
     */
    static void run(
            String script, Map<String, ?> task, Duration limit, UnaryOperator<String> answers) {
        try (Child child =
                Child.start(
                        script,
                        Machine.folder(),
                        Map.of("K2_TASK", json(task), "NODE_NO_WARNINGS", "1"),
                        List.of(Machine.node(), "src/test/node/" + script),
                        (asking, line) -> {
                            if (line.startsWith(QUESTION)) {
                                asking.tell(answers.apply(line.substring(QUESTION.length())));
                            }
                        })) {
            int status = child.exit(limit);
            if (status != 0) {
                throw new AssertionError(
                        script + " ended with status " + status + "\n" + child.output());
            }
        }
    }

    private static String json(Map<String, ?> task) {
        try {
            return Http.JSON.writeValueAsString(task);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A task is made of words and numbers", e);
        }
    }
}
