package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.net.FeedTerms.Answers;
import dev.k2.model.ExchangeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedSubscriptionsTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<String> sent = new ArrayList<>();
    private final Outlet outlet =
            new Outlet() {
                @Override
                public void send(String message) {
                    sent.add(message);
                }

                @Override
                public void ready() {
                    sent.add("ready");
                }
            };

    @Test
    void asksForEachAloneWhereOneSpoiltTheOthers() {
        var line = line(Answers.BY_REQUEST_THEN_ALONE, 10, 1_000, Optional.empty());
        line.subscribe(List.of("a", "b"));
        line.flush(0);

        line.answered(1, false);
        line.flush(0);
        line.answered(2, true);
        line.answered(3, false);

        assertThat(sent).containsExactly("sub a,b", "sub a", "sub b");
        assertThat(line.isActive("a")).isTrue();
        assertThat(line.isActive("b")).isFalse();
        assertThat(line.isSettled()).isTrue();
    }

    @Test
    void keepsToNamesAndBytesOfARequest() {
        var line = line(Answers.BY_REQUEST, 4, 7, Optional.empty());
        line.subscribe(List.of("a", "b", "c", "d", "e"));

        line.flush(0);

        assertThat(sent).containsExactly("sub a,b", "sub c", "sub d,e");
    }

    @Test
    void waitsWhereTheExchangeTakesNoMoreRequestsNow() {
        var line = line(Answers.BY_NAME, 1, 1_000, Optional.of(new Rate(2, Duration.ofHours(1))));
        line.subscribe(List.of("a", "b", "c", "d"));

        Duration wait = line.flush(0);
        line.unsubscribe(List.of("c"));
        line.waited();
        line.flush(wait.toNanos());

        assertThat(wait).isEqualTo(Duration.ofHours(1));
        assertThat(sent).containsExactly("sub a", "sub b", "sub d");
    }

    private FeedSubscriptions line(
            Answers answers, int namesMax, int bytesMax, Optional<Rate> requests) {
        var terms =
                new FeedTerms(
                        ExchangeId.BINANCE, LONG, false, namesMax, bytesMax, requests, answers);
        return new FeedSubscriptions(outlet, terms, new MadeUpExchange(1, LONG));
    }
}
