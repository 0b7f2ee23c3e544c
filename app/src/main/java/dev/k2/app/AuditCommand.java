package dev.k2.app;

import dev.k2.audit.AuditLog;
import dev.k2.audit.AuditVerification;
import dev.k2.platform.LogLevel;
import dev.k2.platform.Logs;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code audit}: whether the audit log is as it was written. */
@Command(
        name = "audit",
        description = "Looks at every row of the audit log, and at its anchors.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    private static final int CHANGED = 2;

    /** What to do with it. */
    enum Act {
        VERIFY
    }

    @Parameters(paramLabel = "verify", description = "what to do")
    private Act act = Act.VERIFY;

    @Mixin private InstallationOptions installation = new InstallationOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Logs.configure(LogLevel.WARN, Optional.empty());
        AppSettings settings = installation.settings();
        AtomicBoolean holds = new AtomicBoolean();
        Installed.with(settings, installed -> holds.set(verify(installed)));
        return holds.get() ? 0 : CHANGED;
    }

    private boolean verify(Installed installed) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        AuditVerification found =
                switch (act) {
                    case VERIFY ->
                            AuditLog.verify(
                                    installed.database(),
                                    installed.keys().auditLog(),
                                    installed.audit(),
                                    installed.metrics());
                };
        out.println(found.rows() + " rows, " + found.anchors() + " anchors.");
        if (found.holds()) {
            out.println("The audit log is as it was written.");
        } else {
            out.println("The audit log was changed:");
            found.findings()
                    .forEach(one -> out.println("  row " + one.seq() + ": " + one.message()));
        }
        out.flush();
        return found.holds();
    }
}
