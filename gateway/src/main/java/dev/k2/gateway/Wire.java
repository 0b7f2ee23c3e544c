package dev.k2.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of one WebSocket: many messages, one flush. Vert.x encodes and flushes every
 * message for every reader by itself, and the flush is what fan-out costs, so this hands ready
 * frames to the connection below it. Used on the connection's event loop only.
 */
final class Wire {
    private static final int RESUMES_BELOW = 32 * 1024;
    private static final int BLOCKS_ABOVE = 128 * 1024;
    private static final int BATCH_BYTES_MIN = 1024;

    private final ServerWebSocket socket;
    private final ChannelHandlerContext connection;
    private @Nullable ByteBuf batch;

    /** What the batch before took; the next one mostly takes as much, and growing means copying. */
    private int usualBytes = BATCH_BYTES_MIN;

    Wire(ServerWebSocket socket) {
        this.socket = socket;
        connection = ((WebSocketInternal) socket).channelHandlerContext();
        connection
                .channel()
                .config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(RESUMES_BELOW, BLOCKS_ABOVE));
    }

    EventLoop loop() {
        return connection.channel().eventLoop();
    }

    /** Whether the reader keeps up. What is written although it does not is kept for it. */
    boolean isFree() {
        return connection.channel().isWritable()
                && (batch == null || batch.readableBytes() < BLOCKS_ABOVE);
    }

    void write(Frame frame) {
        ByteBuf open = batch;
        if (open == null) {
            if (!connection.channel().isActive()) {
                return;
            }
            open = connection.alloc().buffer(Math.max(usualBytes, frame.length()));
            batch = open;
        }
        frame.writeTo(open);
    }

    void flush() {
        ByteBuf ready = batch;
        if (ready != null) {
            batch = null;
            usualBytes = Math.clamp(ready.readableBytes(), BATCH_BYTES_MIN, BLOCKS_ABOVE);
            var _ = connection.writeAndFlush(ready, connection.voidPromise());
        }
    }

    /** Says why, and closes. A reader that no longer reads does not hear it. */
    void close(CloseReason reason) {
        flush();
        socket.close((short) reason.code(), reason.text());
    }

    /** The connection is gone: gives back what was not sent. */
    void release() {
        ByteBuf left = batch;
        if (left != null) {
            batch = null;
            left.release();
        }
    }
}
