package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.platform.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where K2 ends TLS itself: ASVS 12.1.1, 12.2.1, 3.4.1. */
class TlsTest {
    private static final char[] PASSWORD = "only-for-tests".toCharArray();

    @TempDir private Path folder;

    @Test
    void speaksTls13AndTellsBrowsersToInsistOnIt() throws Exception {
        certify("first");
        try (Gateway gateway = open();
                SSLSocket socket = connect(gateway, "TLSv1.3")) {
            socket.startHandshake();
            String answer = ask(socket, "/v1/system");

            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase(
                            "strict-transport-security: max-age=31536000; includeSubDomains");
        }
    }

    @Test
    void refusesOlderVersionsAndPlainHttp() throws Exception {
        certify("first");
        try (Gateway gateway = open();
                SSLSocket older = connect(gateway, "TLSv1.2");
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            assertThatThrownBy(older::startHandshake).isInstanceOf(SSLException.class);
            assertThat(ask(plain, "/v1/system")).doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void servesANewCertificateWithoutARestart() throws Exception {
        certify("first");
        try (Gateway gateway = open()) {
            assertThat(subject(gateway)).contains("CN=first");

            // A key that does not belong to the certificate is passed over.
            Files.writeString(folder.resolve("cert.pem"), "half a certificate");
            assertThat(subject(gateway)).contains("CN=first");
            certify("second");

            Eventually.until(
                    "the new certificate is served", () -> subject(gateway).contains("CN=second"));
        }
    }

    private Gateway open() {
        EdgeSettings usual = EdgeSettings.USUAL.withPace(100_000, 100_000);
        EdgeSettings edge =
                new EdgeSettings(
                        usual.allowedOrigins(),
                        usual.trustedProxies(),
                        usual.allowed(),
                        usual.denied(),
                        usual.countryHeader(),
                        usual.deniedCountries(),
                        usual.address(),
                        usual.person(),
                        usual.credentials(),
                        false,
                        Optional.of(
                                new EdgeSettings.TlsFiles(
                                        folder.resolve("cert.pem"), folder.resolve("key.pem"))));
        return House.shared().open(House.shared().config(Optional.empty()).with(edge));
    }

    private static String subject(Gateway gateway) {
        try (SSLSocket socket = connect(gateway, "TLSv1.3")) {
            socket.startHandshake();
            X509Certificate served = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return served.getSubjectX500Principal().getName();
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static SSLSocket connect(Gateway gateway, String protocol)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(30_000);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    /** What comes back until the other side ends, or until the first line and headers are there. */
    private static String ask(Socket socket, String path) throws IOException {
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write(
                        ("GET " + path + " HTTP/1.1\r\nHost: k2\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Makes a certificate of its own with the JDK's tool, and writes it as PEM. */
    private void certify(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "k2",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=" + name,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD);
        }
        Certificate certificate = keys.getCertificate("k2");
        write("key.pem", "PRIVATE KEY", keys.getKey("k2", PASSWORD).getEncoded());
        write("cert.pem", "CERTIFICATE", certificate.getEncoded());
    }

    private void write(String file, String kind, byte[] content) throws IOException {
        String body =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                        .encodeToString(content);
        Path made = folder.resolve(file + ".new");
        Files.writeString(
                made, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
        Files.move(made, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The certificate is judged by the test. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
