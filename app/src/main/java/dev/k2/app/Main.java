package dev.k2.app;

import dev.k2.platform.StartFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. Each command is a class of its own; what cannot start says so in one sentence. */
@Command(
        name = "k2",
        description = "One login and one API in front of six exchanges.",
        subcommands = {
            Up.class,
            Sim.class,
            RecordCommand.class,
            DecodeCommand.class,
            KillSwitchCommand.class,
            KeysCommand.class,
            AuditCommand.class,
            AdminCommand.class,
            Doctor.class
        })
public final class Main implements Runnable {
    private static final int FAILED = 1;

    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        // An Error would end this thread only, and leave half a server behind.
        Thread.currentThread().setUncaughtExceptionHandler(Main::endWith);
        int status =
                new CommandLine(new Main())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler(Main::sayWhatFailed)
                        .execute(arguments);
        System.exit(status);
    }

    private static void endWith(Thread thread, Throwable failure) {
        failure.printStackTrace();
        System.exit(FAILED);
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }

    private static int sayWhatFailed(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof StartFailure expected) {
            command.getErr().println(expected.sentence());
            return FAILED;
        }
        throw failure;
    }
}
