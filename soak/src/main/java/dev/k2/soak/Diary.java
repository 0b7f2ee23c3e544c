package dev.k2.soak;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Everything that happened, as one number: two runs with the same number did the same. */
final class Diary {
    private final InstantSource clock;
    private final Consumer<String> listener;
    private final MessageDigest digest;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();

    /**
     * An empty one.
     *
     * @param listener hears every line
     */
    Diary(InstantSource clock, Consumer<String> listener) {
        this.clock = clock;
        this.listener = listener;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }

    void note(Object... words) {
        String line =
                clock.instant()
                        + " "
                        + Arrays.stream(words)
                                .map(String::valueOf)
                                .collect(Collectors.joining(" "));
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        listener.accept(line);
    }

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** Failures that nobody in the program expected to catch, by where they came from. */
    void failure(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        String where =
                Arrays.stream(trace)
                        .filter(frame -> frame.getClassName().startsWith("dev.k2.trading"))
                        .findFirst()
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                        .orElse("elsewhere");
        failures.merge(failure.getClass().getSimpleName() + " at " + where, 1L, Long::sum);
    }

    /** Something that must not be. */
    void finding(String what) {
        note("FINDING", what);
        findings.add(what);
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    Map<String, Long> counts() {
        return counts;
    }

    Map<String, Long> failures() {
        return failures;
    }

    /** The number of the whole run; the diary is closed with it. */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
