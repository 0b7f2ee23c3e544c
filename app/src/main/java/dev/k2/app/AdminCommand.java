package dev.k2.app;

import dev.k2.accounts.AdminCreation;
import dev.k2.accounts.PasswordOrigin;
import dev.k2.accounts.People;
import dev.k2.accounts.User;
import dev.k2.platform.K2Clock;
import dev.k2.platform.LogLevel;
import dev.k2.platform.Logs;
import dev.k2.platform.Secret;
import dev.k2.platform.StartFailure;
import java.io.Console;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code admin}: who administers is decided on the machine, never over the network. */
@Command(
        name = "admin",
        description = "Administrators.",
        mixinStandardHelpOptions = true,
        subcommands = AdminCommand.Create.class)
final class AdminCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminCommand.class);
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Objects.requireNonNull(spec).commandLine().usage(System.err);
        return 2;
    }

    /** {@code admin create}: makes an administrator. */
    @Command(
            name = "create",
            description = "Makes an administrator, and prints their first password once.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Option(names = "--email", required = true, description = "how they log in")
        private String email = "";

        @Option(names = "--ask", description = "ask for the password in place of making one")
        private boolean ask;

        @Option(
                names = "--promote",
                description = "make one of somebody who has an account; their password stays")
        private boolean promote;

        @Mixin private InstallationOptions installation = new InstallationOptions();

        @Spec private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            Logs.configure(LogLevel.WARN, Optional.empty());
            AppSettings settings = installation.settings();
            Secret password = ask ? asked() : random();
            Installed.with(settings, installed -> create(installed, password));
            return 0;
        }

        private void create(Installed installed, Secret password) {
            AdminCreation made =
                    People.open(installed.database(), K2Clock.system())
                            .createAdmin(
                                    email,
                                    password,
                                    ask ? PasswordOrigin.OWN : PasswordOrigin.HANDED_OVER,
                                    promote);
            switch (made) {
                case AdminCreation.Made(User user) -> noted(installed, user);
                case AdminCreation.Promoted(User user) -> noted(installed, user);
                case AdminCreation.Exists none -> {}
                case AdminCreation.Invalid none -> {}
            }
            say(made, password);
        }

        private static void noted(Installed installed, User user) {
            LOG.atWarn()
                    .addKeyValue("user_id", user.id().toString())
                    .log("an administrator was made");
            installed.audited("admin.create", user.id().toString(), Map.of());
        }

        private void say(AdminCreation made, Secret password) {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            switch (made) {
                case AdminCreation.Made(User user) -> {
                    out.println(user.email() + " administers K2.");
                    if (!ask) {
                        out.println("First password, shown this once: " + password.reveal());
                        out.println("It lets nobody in: logging in with it asks for another one.");
                    }
                }
                case AdminCreation.Promoted(User user) -> {
                    out.println(user.email() + " administers K2. Their password stays.");
                }
                case AdminCreation.Exists() ->
                        throw new StartFailure(
                                "Somebody has an account with this address.",
                                "If that is you, repeat the command with --promote.");
                case AdminCreation.Invalid(String field, String expected) ->
                        throw new StartFailure("This " + field + " cannot be taken.", expected);
            }
            out.flush();
        }

        /** Nobody sees what they type, so they type it twice. */
        private static Secret asked() {
            String typed = typed("Password of the administrator: ");
            if (!typed.equals(typed("The same once more: "))) {
                throw new StartFailure("The two passwords differ.", "Nothing was made; try again.");
            }
            return Secret.of(typed);
        }

        private static String typed(String question) {
            return Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .map(console -> console.readPassword(question))
                    .map(String::new)
                    .orElseThrow(
                            () ->
                                    new StartFailure(
                                            "There is no terminal to ask at.",
                                            "Leave out --ask to have one made."));
        }
    }

    /** Twenty letters that are told apart easily, in groups: 98 bits. */
    private static Secret random() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < GROUPS * GROUP; at++) {
            if (at > 0 && at % GROUP == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return Secret.of(text.toString());
    }
}
