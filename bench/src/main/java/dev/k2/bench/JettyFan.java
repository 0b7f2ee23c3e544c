package dev.k2.bench;

import dev.k2.platform.K2Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty with its own API of WebSockets: each message is sent to each session without waiting. */
final class JettyFan implements FanServer {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final Set<Session> readers = ConcurrentHashMap.newKeySet();

    JettyFan() throws Exception {
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(0);
        connector.setAcceptedSendBufferSize(SEND_BYTES_KEPT);
        server.addConnector(connector);
        var context = new ContextHandler("/");
        context.setHandler(
                WebSocketUpgradeHandler.from(
                        server,
                        context,
                        container -> {
                            container.setIdleTimeout(Duration.ZERO);
                            container.addMapping(
                                    "/ws", (request, response, callback) -> new Reader());
                        }));
        server.setHandler(context);
        server.start();
    }

    /** One reader; Jetty calls it, and wants it public. */
    public final class Reader extends Session.Listener.AbstractAutoDemanding {
        @Override
        public void onWebSocketText(String text) {
            Session session = getSession();
            session.sendText("{}", Callback.NOOP);
            readers.add(session);
        }

        @Override
        public void onWebSocketClose(int code, String reason) {
            readers.remove(getSession());
        }
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void tell(Print print) {
        String text = print.text(K2Clock.system().instant());
        for (Session reader : readers) {
            reader.sendText(text, Callback.NOOP);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception stuck) {
            throw new IllegalStateException("Jetty does not stop", stuck);
        }
    }
}
