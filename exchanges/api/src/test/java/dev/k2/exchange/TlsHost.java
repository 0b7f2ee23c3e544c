package dev.k2.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A host with a certificate of its own making, that notes every byte it was told under TLS. Nobody
 * vouches for it, so whoever checks certificates tells it nothing.
 */
public final class TlsHost implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLServerSocket server;
    private final AtomicReference<String> told = new AtomicReference<>("");
    private final AtomicInteger refusals = new AtomicInteger();

    public TlsHost(KeyStore keys) throws GeneralSecurityException, IOException {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("tls-server").start(this::accept);
    }

    /** A certificate signed by itself, made by the JDK's keytool. */
    public static KeyStore certificate(Path file, String subjects)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process =
                new ProcessBuilder(
                                keytool.toString(),
                                "-genkeypair",
                                "-alias",
                                "k2",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=k2 test",
                                "-ext",
                                "san=" + subjects,
                                "-validity",
                                "30",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool made no certificate in " + file);
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    /** A store that trusts what another one holds the key of. */
    public static KeyStore trusting(KeyStore keys) throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("k2", keys.getCertificate("k2"));
        return trusted;
    }

    /**
     * Whether it hears what somebody says who trusts it, so that hearing nothing means something.
     *
     * @param keys what it was made with
     */
    public boolean hears(KeyStore keys, String word) throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusting(keys));
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        try (var socket = context.getSocketFactory().createSocket("localhost", port())) {
            String request = "GET / HTTP/1.1\r\nhost: localhost\r\nword: " + word + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return socket.getInputStream().read() > 0 && told().contains(word);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What clients said after they trusted this host. */
    public String told() {
        return told.get();
    }

    /** How often a client ended the handshake. */
    public int refusals() {
        return refusals.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                Thread.ofVirtual().name("tls-connection").start(() -> serve(socket));
            } catch (SocketException closing) {
                return;
            } catch (IOException failed) {
                throw new IllegalStateException("accepting failed", failed);
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            byte[] part = new byte[4_096];
            int length = socket.getInputStream().read(part);
            while (length > 0) {
                String heard = new String(part, 0, length, StandardCharsets.ISO_8859_1);
                if (told.accumulateAndGet(heard, String::concat).contains("\r\n\r\n")) {
                    socket.getOutputStream().write(answer());
                    socket.getOutputStream().flush();
                }
                length = socket.getInputStream().read(part);
            }
        } catch (SSLException | SocketException refused) {
            refusals.incrementAndGet();
        } catch (IOException failed) {
            throw new IllegalStateException("serving failed", failed);
        }
    }

    private static byte[] answer() {
        return "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII);
    }
}
