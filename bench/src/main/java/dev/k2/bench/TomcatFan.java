package dev.k2.bench;

import dev.k2.platform.K2Clock;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat by Jakarta's API of WebSockets: each message is sent to each session, one by one. */
final class TomcatFan implements FanServer {
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger LOG = Logger.getLogger("org.apache");

    private final Path folder = Files.createTempDirectory("k2-bench-tomcat-");
    private final Tomcat tomcat = new Tomcat();
    private final Set<Session> readers = ConcurrentHashMap.newKeySet();

    TomcatFan() throws Exception {
        LOG.setLevel(Level.SEVERE);
        tomcat.setBaseDir(folder.toString());
        var connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("socket.txBufSize", Integer.toString(SEND_BYTES_KEPT));
        connector.setProperty("socket.tcpNoDelay", "true");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", folder.toString());
        context.addServletContainerInitializer(new WsSci(), Set.of());
        Tomcat.addServlet(context, "default", new DefaultServlet());
        context.addServletMappingDecoded("/", "default");
        tomcat.start();
        var container =
                (ServerContainer)
                        context.getServletContext().getAttribute(ServerContainer.class.getName());
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(Reader.class, "/ws")
                        .configurator(
                                new ServerEndpointConfig.Configurator() {
                                    @Override
                                    public <T> T getEndpointInstance(Class<T> type) {
                                        return type.cast(new Reader());
                                    }
                                })
                        .build());
    }

    private final class Reader extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(
                    // No lambda: Tomcat looks at the class to learn what is wanted.
                    new MessageHandler.Whole<String>() {
                        @Override
                        public void onMessage(String text) {
                            send(session, "{}");
                            readers.add(session);
                        }
                    });
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            readers.remove(session);
        }
    }

    private static void send(Session session, String text) {
        try {
            session.getBasicRemote().sendText(text);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void tell(Print print) {
        String text = print.text(K2Clock.system().instant());
        for (Session reader : readers) {
            send(reader, text);
        }
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (LifecycleException | IOException stuck) {
            throw new IllegalStateException("Tomcat does not stop", stuck);
        }
    }
}
