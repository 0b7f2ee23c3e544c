package dev.k2.exchange.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket that speaks WebSocket, from its first byte to its last. Lives on the loop. It sits in
 * one pipeline after the other where a host has several addresses, and the first do not answer.
 */
@ChannelHandler.Sharable
final class SocketHandler extends ChannelInboundHandlerAdapter implements Frames.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(SocketHandler.class);
    private static final int MESSAGE_BYTES_MAX = 4 << 20;
    private static final int INBOX_BYTES_FIRST = 16 << 10;
    private static final int CLOSE_MILLIS_MAX = 1_000;
    private static final int NORMAL = 1000;
    private static final byte[] PING = "k2".getBytes(StandardCharsets.US_ASCII);

    private final SocketSettings settings;
    private final Ear ear;
    private final Upgrade upgrade;
    private final Frames frames = new Frames(this, MESSAGE_BYTES_MAX);
    private @Nullable ChannelHandlerContext context;
    private byte[] inbox = new byte[INBOX_BYTES_FIRST];
    private boolean open;
    private boolean closing;

    /** Hears a socket. */
    interface Ear {
        /** Headers of the request to speak WebSocket, as {@link SocketListener#handshake}. */
        Map<String, String> handshake();

        /** The host speaks WebSocket from now on. */
        void opened();

        /** Some bytes came, whatever they are; before what they hold. */
        void heard();

        void message(byte[] bytes, int length);

        /** The server's ping was answered. */
        void pinged();

        /** The host will not speak WebSocket, and said why in HTTP. */
        void refused(Upgrade.Answer.Refused refusal);

        /** The socket is of no use any more; comes once. */
        void lost(String why);
    }

    SocketHandler(SocketSettings settings, Ear ear) {
        this.settings = settings;
        this.ear = ear;
        this.upgrade = new Upgrade(settings);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        if (!settings.ssl()) {
            ask(active);
        }
    }

    /** Nothing is said before the host has shown a certificate that is right. */
    @Override
    public void userEventTriggered(ChannelHandlerContext present, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ask(present);
            } else {
                lost("no TLS: " + handshake.cause().getMessage());
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext present, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!closing) {
                read(in);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        lost("closed by the other side");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext present, Throwable cause) {
        LOG.debug("{}: a socket failed", settings.name(), cause);
        lost("failed: " + cause.getMessage());
    }

    /** Sends a text. Whoever sends asks {@link #isWritable} first. */
    void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(Frames.TEXT, bytes, bytes.length);
    }

    void ping() {
        write(Frames.PING, PING, PING.length);
    }

    /** Whether more can be sent before what was sent has left. */
    boolean isWritable() {
        return context != null && context.channel().isWritable();
    }

    /** Says goodbye and hears nothing more. */
    void close() {
        close(NORMAL);
    }

    @Override
    public void message(byte[] bytes, int length) {
        if (!closing) {
            ear.message(bytes, length);
        }
    }

    @Override
    public void pinged(byte[] payload, int length) {
        if (!closing) {
            write(Frames.PONG, payload, length);
            ear.pinged();
        }
    }

    @Override
    public void ponged() {
        // That bytes came was told already, and nothing else is in it.
    }

    @Override
    public void closing(int code) {
        if (!closing) {
            String why = code == Frames.NO_CODE ? "" : " with code " + code;
            close(code == Frames.NO_CODE ? NORMAL : code);
            ear.lost("closed by the other side" + why);
        }
    }

    @Override
    public void violated(int code, String why) {
        if (!closing) {
            close(code);
            ear.lost(why);
        }
    }

    private void ask(ChannelHandlerContext active) {
        byte[] request = upgrade.request(ear.handshake()).getBytes(StandardCharsets.US_ASCII);
        var _ = active.writeAndFlush(Unpooled.wrappedBuffer(request), active.voidPromise());
    }

    private void read(ByteBuf in) {
        ear.heard();
        if (open) {
            readFrames(in);
            return;
        }
        switch (upgrade.read(in)) {
            case Upgrade.Answer.Partial more -> {}
            case Upgrade.Answer.Accepted accepted -> {
                open = true;
                ear.opened();
                readFrames(in);
            }
            case Upgrade.Answer.Refused refused -> {
                ear.refused(refused);
                lost("answered with status " + refused.status());
            }
            case Upgrade.Answer.Wrong(String why) -> lost(why);
        }
    }

    /** Out of the buffer in one go: each step in it costs more than the copy of a message. */
    private void readFrames(ByteBuf in) {
        int length = in.readableBytes();
        if (length > inbox.length) {
            inbox = new byte[Math.max(length, inbox.length * 2)];
        }
        in.readBytes(inbox, 0, length);
        frames.read(inbox, 0, length);
    }

    private void write(int opcode, byte[] payload, int length) {
        ChannelHandlerContext present = context;
        if (present != null && open && !closing) {
            // The void promise hands a failure to exceptionCaught.
            ByteBuf frame = MaskedFrame.of(present.alloc(), opcode, payload, length);
            var _ = present.writeAndFlush(frame, present.voidPromise());
        }
    }

    private void lost(String why) {
        if (!closing) {
            close(Frames.GOING_AWAY);
            ear.lost(why);
        }
    }

    private void close(int code) {
        if (closing) {
            return;
        }
        ChannelHandlerContext present = context;
        if (present == null) {
            closing = true;
            return;
        }
        Channel channel = present.channel();
        if (open && channel.isActive()) {
            byte[] reason = {(byte) (code >> 8), (byte) code};
            write(Frames.CLOSE, reason, reason.length);
            // The server ends the connection; where it does not, we do.
            closeLater(channel);
        } else {
            closeNow(channel);
        }
        closing = true;
        frames.stop();
    }

    private static void closeLater(Channel channel) {
        Runnable close = () -> closeNow(channel);
        var _ = channel.eventLoop().schedule(close, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    private static void closeNow(Channel channel) {
        var _ = channel.close();
    }
}
