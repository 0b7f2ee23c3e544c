package dev.k2.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** K2's own program on the classes under test, as the launcher starts it. */
final class Program {
    private Program() {}

    static Child start(String... words) {
        return start(Map.of(), words);
    }

    static Child start(Map<String, String> environment, String... words) {
        List<String> command = new ArrayList<>();
        if (Machine.linux()) {
            // A shell in the background lets its children ignore Ctrl-C; a test of Ctrl-C undoes
            // that.
            command.addAll(List.of("env", "--default-signal=INT,TERM"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Duser.timezone=UTC",
                        "-Dk2.root=" + Machine.root(),
                        "-Dk2.called.from=" + Machine.folder(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.k2.app.Main"));
        command.addAll(List.of(words));
        Map<String, String> all = new HashMap<>(environment);
        // The programs of the database are unpacked once for all tests, and nobody's own data is
        // near.
        all.putIfAbsent("K2_HOME", Machine.folder().resolve("target/k2-home").toString());
        return Child.start("k2 " + words[0], Machine.folder(), all, command);
    }
}
