package dev.k2.app;

import dev.k2.accounts.SealedTables;
import dev.k2.platform.KeyName;
import dev.k2.platform.KeyState;
import dev.k2.platform.LogLevel;
import dev.k2.platform.Logs;
import dev.k2.platform.Rewrap;
import dev.k2.platform.SealedTable;
import dev.k2.platform.StartFailure;
import dev.k2.signals.SealedTemplates;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code keys}: how the master keys stand, new versions of them, and everything that is stored sealed anew, while servers
 * run. What was cut off goes on with {@code rewrap}, or with the next rotation.
 */
@Command(
        name = "keys",
        description = "Shows the master keys, and replaces them while K2 runs.",
        mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {
    private static final int LEFT = 2;

    /** What to do with them. */
    enum Act {
        STATUS,
        ROTATE,
        REWRAP
    }

    @Parameters(paramLabel = "status|rotate|rewrap", description = "what to do")
    private Act act = Act.STATUS;

    @Option(
            names = "--key",
            description = "user-data-key, jwt-signing-key or audit-log-key (default: all three)")
    private @Nullable String key;

    @Mixin private InstallationOptions installation = new InstallationOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Logs.configure(LogLevel.WARN, Optional.empty());
        AppSettings settings = installation.settings();
        Set<KeyName> names = names();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        AtomicInteger status = new AtomicInteger();
        Installed.with(
                settings,
                installed -> {
                    installed.database().migrate("accounts");
                    installed.database().migrate("signals");
                    switch (act) {
                        case STATUS -> show(out, installed);
                        case ROTATE -> status.set(rotate(out, installed, names));
                        case REWRAP -> status.set(rewrap(out, installed));
                    }
                });
        out.flush();
        return status.get();
    }

    private static void show(PrintWriter out, Installed installed) {
        installed.keys().states().forEach(state -> show(out, state));
        Rewrap rewrap = rewrap(installed);
        rewrap.ahead().stream()
                .filter(progress -> progress.left() > 0)
                .forEach(
                        progress ->
                                out.println(
                                        progress.table()
                                                + ": "
                                                + progress.left()
                                                + " rows are sealed by an older version; ./k2 keys"
                                                + " rewrap seals them anew."));
    }

    private static void show(PrintWriter out, KeyState state) {
        out.println(state.name() + " (guarded by " + state.guard() + ")");
        state.versions()
                .forEach(
                        version ->
                                out.println(
                                        "  %-8s  made %s%s"
                                                .formatted(
                                                        version.shown(),
                                                        version.made(),
                                                        version.inUse() ? "  in use" : "")));
    }

    private static int rotate(PrintWriter out, Installed installed, Set<KeyName> names) {
        for (KeyName name : names) {
            Set<Integer> unused =
                    name == KeyName.USER_DATA ? unused(installed, rewrap(installed)) : Set.of();
            int version = installed.keys().rotate(name, unused);
            installed.audited(
                    "keys.rotate", name.text(), Map.of("version", Integer.toHexString(version)));
            out.println(name + " has the new version " + Integer.toHexString(version) + ".");
        }
        return names.contains(KeyName.USER_DATA) ? rewrap(out, installed) : 0;
    }

    /** Versions that nothing stored was sealed with, but for the one in use and the one before it, with which somebody may write now. */
    private static Set<Integer> unused(Installed installed, Rewrap rewrap) {
        Set<Integer> unused =
                installed.keys().state(KeyName.USER_DATA).versions().stream()
                        .skip(2)
                        .map(KeyState.Version::id)
                        .collect(Collectors.toCollection(HashSet::new));
        unused.removeAll(rewrap.used());
        return unused;
    }

    private static int rewrap(PrintWriter out, Installed installed) {
        List<Rewrap.Progress> end =
                rewrap(installed)
                        .run(
                                progress -> {
                                    out.println(
                                            "  %s: %d sealed anew, %d left"
                                                    .formatted(
                                                            progress.table(),
                                                            progress.done(),
                                                            progress.left()));
                                    out.flush();
                                });
        long done = end.stream().mapToLong(Rewrap.Progress::done).sum();
        long broken = end.stream().mapToLong(Rewrap.Progress::broken).sum();
        installed.audited(
                "keys.rewrap",
                KeyName.USER_DATA.text(),
                Map.of("done", Long.toString(done), "broken", Long.toString(broken)));
        if (broken > 0) {
            out.println(
                    broken
                            + " rows do not open: they were changed, or their key is gone. They"
                            + " stay as they are.");
        }
        out.println(done + " rows are sealed anew.");
        return broken == 0 ? 0 : LEFT;
    }

    private static Rewrap rewrap(Installed installed) {
        List<SealedTable> tables = new ArrayList<>(SealedTables.ALL);
        tables.add(SealedTemplates.TABLE);
        return new Rewrap(installed.database(), installed.keys().userData(), tables);
    }

    private Set<KeyName> names() {
        if (key == null) {
            return Set.of(KeyName.values());
        }
        return KeyName.parse(key)
                .map(Set::of)
                .orElseThrow(
                        () ->
                                new StartFailure(
                                        "There is no key '" + key + "'.",
                                        "Name one of "
                                                + Arrays.stream(KeyName.values())
                                                        .map(KeyName::text)
                                                        .collect(Collectors.joining(", "))
                                                + "."));
    }
}
