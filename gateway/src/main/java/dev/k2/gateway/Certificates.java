package dev.k2.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS 1.3 and nothing older, with a certificate that is read again when its files change. */
final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3");

    private final Vertx vertx;
    private final EdgeSettings.TlsFiles files;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile String served;

    private Certificates(Vertx vertx, EdgeSettings.TlsFiles files, String served) {
        this.vertx = vertx;
        this.files = files;
        this.served = served;
    }

    /**
     * Begins to watch the files.
     *
     * @throws IllegalArgumentException where they cannot be read
     */
    static Certificates watch(Vertx vertx, EdgeSettings.TlsFiles files) {
        try {
            Certificates certificates = new Certificates(vertx, files, print(files));
            vertx.setPeriodic(LOOK_EVERY.toMillis(), timer -> certificates.look());
            return certificates;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "the certificate or its key cannot be read", unreadable);
        }
    }

    HttpServerOptions secure(HttpServerOptions options) {
        return options.setSsl(true)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(keyAndChain());
    }

    void serves(HttpServer server) {
        servers.add(server);
    }

    /** Files that do not belong together, such as halfway through their replacement, change nothing. */
    private void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        var _ =
                vertx.executeBlocking(() -> print(files))
                        .onSuccess(this::reload)
                        .onFailure(
                                failure ->
                                        LOG.atWarn()
                                                .addKeyValue("cause", failure.toString())
                                                .log("the certificate cannot be read"))
                        .onComplete(done -> looking.set(false));
    }

    private void reload(String print) {
        if (print.equals(served)) {
            return;
        }
        served = print;
        for (HttpServer server : servers) {
            var options = new ServerSSLOptions();
            options.setEnabledSecureTransportProtocols(PROTOCOLS);
            options.setKeyCertOptions(keyAndChain());
            var _ =
                    server.updateSSLOptions(options, true)
                            .onSuccess(changed -> LOG.atInfo().log("a new certificate is served"))
                            .onFailure(
                                    failure ->
                                            LOG.atWarn()
                                                    .addKeyValue("cause", failure.toString())
                                                    .log(
                                                            "the new certificate is not fit; the"
                                                                    + " old one stays"));
        }
    }

    private PemKeyCertOptions keyAndChain() {
        return new PemKeyCertOptions()
                .addCertPath(files.certificate().toString())
                .addKeyPath(files.key().toString());
    }

    private static String print(EdgeSettings.TlsFiles files) throws IOException {
        return print(files.certificate()) + print(files.key());
    }

    private static String print(Path file) throws IOException {
        try {
            byte[] digest =
                    java.security.MessageDigest.getInstance("SHA-256")
                            .digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
