package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Budget;
import dev.k2.exchange.net.Costs.Cost;
import dev.k2.model.ExchangeId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLimitsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:10Z");
    private static final URI HOST = URI.create("https://API.binance.com");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir private Path folder;

    private final SettableClock clock = new SettableClock(START);
    private final Limits limits = new Limits(clock);
    private final LimitHolder address = LimitHolder.address(ExchangeId.BINANCE, HOST);

    @Test
    void givesEveryoneAtOneAddressTheSameWindow() {
        TokenBucket one = limits.bucket(address, "request weight", 100, MINUTE);
        TokenBucket two = limits.bucket(address, "request weight", 100, MINUTE);

        assertThat(one.take(80, false)).isEmpty();

        assertThat(two.take(1, false)).isPresent();
        assertThat(limits.bucket(address, "raw requests", 100, MINUTE).left()).isEqualTo(100);
    }

    @Test
    void countsHostsAndAccountsApart() {
        URI test = URI.create("https://testnet.binance.vision:9443");
        LimitHolder alice = LimitHolder.account(ExchangeId.BINANCE, HOST, "alice's key");
        LimitHolder bob = LimitHolder.account(ExchangeId.BINANCE, HOST, "bob's key");

        assertThat(Stream.of(address, alice, bob, LimitHolder.address(ExchangeId.BINANCE, test)))
                .doesNotHaveDuplicates();
        assertThat(alice).isEqualTo(LimitHolder.account(ExchangeId.BINANCE, HOST, "alice's key"));
        assertThat(alice.toString()).doesNotContain("alice");
    }

    @Test
    void tellsWhatIsLeftOfEachWindow() {
        limits.bucket(address, "request weight", 6_000, MINUTE).take(250, false);
        limits.bucket(address, "raw requests", 300_000, Duration.ofMinutes(5)).take(1, false);

        assertThat(limits.budgets(address))
                .containsExactly(
                        new Budget(
                                "request weight",
                                250,
                                6_000,
                                MINUTE,
                                Instant.parse("2026-11-21T10:01:00Z")),
                        new Budget(
                                "raw requests",
                                1,
                                300_000,
                                Duration.ofMinutes(5),
                                Instant.parse("2026-11-21T10:05:00Z")));
    }

    @Test
    void forgetsOnlyWindowsThatAreFull() {
        limits.bucket(address, "kept", 10, MINUTE).take(3, false);
        for (int i = 0; i < 10_000; i++) {
            limits.bucket(address, "idle " + i, 10, MINUTE);
        }

        assertThat(limits.budgets(address)).hasSizeLessThanOrEqualTo(4_096);
        assertThat(limits.bucket(address, "kept", 10, MINUTE).left()).isEqualTo(7);
    }

    @Test
    void takesFromAllWindowsOrFromNone() {
        TokenBucket weight = limits.bucket(address, "request weight", 100, MINUTE);
        TokenBucket orders = limits.bucket(address, "orders", 10, Duration.ofSeconds(10));
        var costs = Costs.of(new Cost(weight, 5), new Cost(orders, 8));
        assertThat(costs.take(false)).isEmpty();

        assertThat(costs.take(false)).contains(Instant.parse("2026-11-21T10:00:20Z"));

        assertThat(weight.left()).isEqualTo(95);
        costs.settle(bucket -> bucket == weight ? OptionalLong.of(40) : OptionalLong.empty());
        assertThat(weight.left()).isEqualTo(60);
        assertThat(orders.left()).isEqualTo(2);
    }

    @Test
    void keepsSilentAfterARestart() {
        limits.silence(address, Optional.of(folder)).begin(Optional.of(Duration.ofHours(2)));

        Silence silence = afterARestart();

        assertThat(silence.until()).contains(START.plus(Duration.ofHours(2)));
        assertThat(silence.problem()).isEmpty();
        clock.advance(Duration.ofHours(2));
        assertThat(afterARestart().until()).isEmpty();
    }

    @Test
    void keepsTheLongerOfTwoSilences() {
        limits.silence(address, Optional.of(folder)).begin(Optional.of(Duration.ofHours(2)));
        var later = new Limits(clock);
        later.silence(address, Optional.empty()).begin(Optional.of(MINUTE));

        Silence silence = later.silence(address, Optional.of(folder));

        assertThat(silence.until()).contains(START.plus(Duration.ofHours(2)));
        assertThat(afterARestart().until()).contains(START.plus(Duration.ofHours(2)));
    }

    @Test
    void writesDownASilenceThatBeganBeforeTheFolderWasNamed() {
        limits.silence(address, Optional.empty()).begin(Optional.of(MINUTE));

        limits.silence(address, Optional.of(folder));

        assertThat(afterARestart().until()).contains(START.plus(MINUTE));
    }

    @Test
    void keepsAMinuteWhereTheFileIsUnreadableAndSaysSo() throws IOException {
        limits.silence(address, Optional.of(folder)).begin(Optional.of(Duration.ofHours(2)));
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        for (String broken :
                new String[] {"", "tomorrow", "x".repeat(100), "+999999999-01-01T00:00:00Z"}) {
            Files.writeString(file, broken);

            Silence silence = afterARestart();

            assertThat(silence.until()).as(broken).contains(START.plusSeconds(60));
            assertThat(silence.problem()).as(broken).isPresent();
        }
        assertThat(afterARestart().problem()).as("it was written anew").isEmpty();
    }

    @Test
    void isSilentEvenWhereItCannotBeWrittenDown() throws IOException {
        Path noFolder = Files.writeString(folder.resolve("file"), "");

        Silence silence = limits.silence(address, Optional.of(noFolder.resolve("below")));
        silence.begin(Optional.of(MINUTE));

        assertThat(silence.until()).contains(START.plus(MINUTE));
        assertThat(silence.problem()).isPresent();
    }

    @Test
    void keepsEachAddressInAFileOfItsOwn() {
        LimitHolder other =
                LimitHolder.address(ExchangeId.BINANCE, URI.create("https://b.example"));
        limits.silence(address, Optional.of(folder)).begin(Optional.of(MINUTE));

        assertThat(limits.silence(other, Optional.of(folder)).until()).isEmpty();
        assertThat(folder).isDirectoryContaining("glob:**/binance_api.binance.com.silence");
    }

    @Test
    void isNeverSilentForLongerThanAWeek() {
        Silence silence = limits.silence(address, Optional.of(folder));

        silence.keepUntil(START.plus(Duration.ofDays(400)));

        assertThat(silence.until()).contains(START.plus(Duration.ofDays(7)));
    }

    private Silence afterARestart() {
        return new Limits(clock).silence(address, Optional.of(folder));
    }
}
