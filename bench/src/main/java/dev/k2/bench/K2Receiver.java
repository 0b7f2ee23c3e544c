package dev.k2.bench;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Heartbeat;
import dev.k2.exchange.net.Link;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.SocketListener;
import dev.k2.exchange.net.SocketSettings;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** K2's own connection, with its heartbeat and its watch over silence. */
final class K2Receiver implements FeedBench.Receiver {
    private final Net net = Net.open(InstantSource.system());
    private @Nullable Link link;

    @Override
    public String name() {
        return "K2";
    }

    @Override
    public void connect(String address, Parser parser) throws InterruptedException {
        var open = new CountDownLatch(1);
        var settings =
                new SocketSettings(
                        "bench",
                        URI.create(address),
                        new Heartbeat.PingFrames(Duration.ofSeconds(30)),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(10),
                        Duration.ofHours(23),
                        5,
                        10,
                        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20)),
                        Duration.ofSeconds(10));
        link =
                net.link(
                        net.loop(),
                        settings,
                        new SocketListener() {
                            @Override
                            public void onOpen(Outlet outlet) {
                                outlet.ready();
                                open.countDown();
                            }

                            @Override
                            public void onMessage(
                                    Outlet outlet,
                                    byte[] message,
                                    int length,
                                    long receivedMillis) {
                                parser.read(message, length);
                            }

                            @Override
                            public void onState(ConnectionState state) {}

                            @Override
                            public void onCut(String why) {}
                        });
        if (!open.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no connection to " + address);
        }
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
        net.close();
    }
}
