package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LatestRowsTest {
    private final LinkId link = new LinkId(UUID.randomUUID());
    private final Intent intent =
            Intents.limit(
                    new UserId(UUID.randomUUID()),
                    link,
                    "k",
                    BigDecimal.TEN,
                    Instant.EPOCH,
                    Map.of());
    private final LatestRows rows = new LatestRows();

    @Test
    void findsAnOrderByTheNameOfItsOwnAccountOnly() {
        rows.wrote(row(1));

        assertThat(rows.named(link, intent.sentAs())).contains(row(1));
        assertThat(rows.named(new LinkId(UUID.randomUUID()), intent.sentAs())).isEmpty();
    }

    @Test
    void keepsTheLaterRowWhicheverWayTheyCome() {
        rows.wrote(row(7));
        rows.wrote(row(5));

        assertThat(rows.named(link, intent.sentAs())).contains(row(7));
        assertThat(rows.latest(row(6))).isEqualTo(row(7));
        assertThat(rows.latest(row(8))).isEqualTo(row(8));
    }

    @Test
    void leavesAnOrderThatWasWrittenElsewhereAsItWasSeen() {
        assertThat(rows.latest(row(3))).isEqualTo(row(3));
        assertThat(rows.named(link, intent.sentAs())).isEmpty();
    }

    private OrderRow row(long sequence) {
        return new OrderRow(intent, Standing.SENDING, Instant.EPOCH, sequence);
    }
}
