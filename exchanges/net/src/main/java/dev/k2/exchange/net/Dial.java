package dev.k2.exchange.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes one socket to a host: finds its addresses, tries them in their order, and puts TLS in front
 * where the address says so.
 */
final class Dial {
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final Duration TLS_MAX = Duration.ofSeconds(5);
    private static final int ADDRESSES_MAX = 3;

    private final Loop loop;
    private final SslContext tls;
    private final SocketSettings settings;
    private final SocketHandler handler;
    private final BooleanSupplier wanted;
    private final Consumer<String> failed;

    /**
     * Prepares it.
     *
     * @param wanted asked before each step; false ends the dialling without a word
     * @param failed hears on the loop why no socket was made
     */
    Dial(
            Loop loop,
            SslContext tls,
            SocketSettings settings,
            SocketHandler handler,
            BooleanSupplier wanted,
            Consumer<String> failed) {
        this.loop = loop;
        this.tls = tls;
        this.settings = settings;
        this.handler = handler;
        this.wanted = wanted;
        this.failed = failed;
    }

    /** Begins. Names are looked up on a thread that may wait. */
    void start() {
        Thread.ofVirtual().name("dial-" + settings.name()).start(this::lookUp);
    }

    private void lookUp() {
        String host = settings.address().getHost();
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            loop.execute(() -> connect(addresses, 0));
        } catch (UnknownHostException unknown) {
            loop.execute(() -> failed.accept("no address of " + host));
        }
    }

    private void connect(InetAddress[] addresses, int index) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        var bootstrap =
                new Bootstrap()
                        .group(loop.events())
                        .channel(NioSocketChannel.class)
                        // The default one makes an object for each read.
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
                        .handler(pipeline());
        ChannelFuture connecting =
                bootstrap.connect(new InetSocketAddress(addresses[index], settings.port()));
        connecting.addListener(
                done -> {
                    if (done.isSuccess()) {
                        return;
                    }
                    int next = index + 1;
                    if (next < Math.min(addresses.length, ADDRESSES_MAX)) {
                        connect(addresses, next);
                    } else {
                        failed.accept(done.cause().getMessage());
                    }
                });
    }

    private ChannelInitializer<Channel> pipeline() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (settings.ssl()) {
                    String host = settings.address().getHost();
                    SslHandler handler = tls.newHandler(channel.alloc(), host, settings.port());
                    handler.setHandshakeTimeoutMillis(TLS_MAX.toMillis());
                    channel.pipeline().addLast(handler);
                }
                channel.pipeline().addLast(Dial.this.handler);
            }
        };
    }
}
