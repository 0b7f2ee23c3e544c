package dev.k2.app;

import dev.k2.model.ExchangeId;
import dev.k2.model.Order;
import dev.k2.platform.K2Clock;
import dev.k2.platform.LogLevel;
import dev.k2.platform.Logs;
import dev.k2.platform.StartFailure;
import dev.k2.trading.InstallationSwitch;
import dev.k2.trading.KillSwitch;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code kill-switch}: stops trading for everybody, whether servers run or not. It
 * writes to the installation's database, and every server follows within a second.
 */
@Command(
        name = "kill-switch",
        description = "Stops trading for everybody, or at one exchange, and allows it again.",
        mixinStandardHelpOptions = true)
final class KillSwitchCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(KillSwitchCommand.class);
    private static final int SHOWN_MAX = 50;
    private static final int REASON_MAX = 200;

    /** What to do with it. */
    enum Turn {
        ON,
        OFF,
        STATUS
    }

    @Parameters(paramLabel = "on|off|status", description = "what to do")
    private Turn turn = Turn.STATUS;

    @Option(names = "--exchange", description = "of this exchange only")
    private @Nullable String exchange;

    @Option(names = "--reason", description = "told to everybody whose order is refused")
    private @Nullable String reason;

    @Mixin private InstallationOptions installation = new InstallationOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Logs.configure(LogLevel.WARN, Optional.empty());
        AppSettings settings = installation.settings();
        Optional<ExchangeId> where = Optional.ofNullable(exchange).map(KillSwitchCommand::named);
        Installed.with(settings, installed -> act(installed, where));
        return 0;
    }

    private void act(Installed installed, Optional<ExchangeId> where) {
        InstallationSwitch everybody =
                InstallationSwitch.open(installed.database(), K2Clock.system());
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (turn != Turn.STATUS) {
            String place = where.map(ExchangeId::text).orElse("every");
            say(out, everybody.turn(turn == Turn.ON, where, told()));
            LOG.atWarn()
                    .addKeyValue("on", turn == Turn.ON)
                    .addKeyValue("exchange", place)
                    .addKeyValue("reason", told().orElse(""))
                    .log("the installation's kill switch was turned");
            installed.audited(
                    "kill-switch." + turn.name().toLowerCase(Locale.ROOT),
                    place,
                    Map.of("reason", told().orElse("")));
        }
        status(out, everybody);
        out.flush();
    }

    private static void status(PrintWriter out, InstallationSwitch installation) {
        List<KillSwitch> on = installation.on();
        if (on.isEmpty()) {
            out.println("No kill switch of the installation is on.");
            return;
        }
        on.forEach(one -> say(out, one));
        List<Order> left = installation.unconfirmed();
        if (left.isEmpty()) {
            out.println("No order that it covers is open.");
            return;
        }
        out.println(
                left.size()
                        + " orders that it covers are not confirmed as cancelled. Running servers"
                        + " cancel them; look again with ./k2 kill-switch status.");
        left.stream()
                .limit(SHOWN_MAX)
                .forEach(
                        order ->
                                out.println(
                                        "  %s  %s  %s"
                                                .formatted(
                                                        order.id(),
                                                        order.exchange(),
                                                        order.instrument())));
    }

    private static void say(PrintWriter out, KillSwitch one) {
        String where = one.exchange().map(ExchangeId::text).orElse("every exchange");
        out.println(
                one.on()
                        ? "Trading is stopped for everybody at %s since %s%s."
                                .formatted(
                                        where,
                                        one.since().map(Instant::toString).orElse("?"),
                                        one.reason().map(why -> ": " + why).orElse(""))
                        : "Trading is allowed again at %s.".formatted(where));
    }

    private Optional<String> told() {
        return Optional.ofNullable(reason)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> text.substring(0, Math.min(REASON_MAX, text.length())));
    }

    private static ExchangeId named(String text) {
        return ExchangeId.parse(text)
                .orElseThrow(
                        () ->
                                new StartFailure(
                                        "There is no exchange '" + text + "'.",
                                        "Name one of "
                                                + Arrays.stream(ExchangeId.values())
                                                        .map(ExchangeId::text)
                                                        .collect(Collectors.joining(", "))
                                                + "."));
    }
}
