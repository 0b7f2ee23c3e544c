package dev.k2.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What comes with an adapter. Vert.x core and Netty are the client's transport: they could serve,
 * and nothing in the library does. No web framework, database, backend of logs or service of K2 is
 * let in, and whatever is new has to be named here first.
 */
class LibraryClasspathTest {
    private static final Pattern K2 = Pattern.compile("k2-(model|exchange-(api|net|binance))-.*");
    private static final Pattern K2_FOLDER = Pattern.compile("model|api|net|binance");
    private static final Pattern PARTS =
            Pattern.compile(
                    "vertx-core-.*|vertx-core-logging-.*|netty-.*"
                            + "|jackson-(annotations|core|databind)-.*"
                            + "|AmazonCorrettoCryptoProvider-.*|bcprov-.*"
                            + "|slf4j-api-.*|jspecify-.*");
    private static final Pattern SERVERS =
            Pattern.compile(
                    "(?i).*(vertx-web|openapi|jetty|tomcat|undertow|servlet|spring"
                            + "|jdbc|jdbi|hikari|postgres|flyway|sqlite|logback|log4j"
                            + "|k2-(platform|gateway|app|accounts|marketdata|trading|sim)).*");

    @Test
    void holdsNothingOfAServer() throws IOException {
        List<String> names = names();

        assertThat(names).isNotEmpty().noneMatch(name -> SERVERS.matcher(name).matches());
    }

    @Test
    void holdsNothingThatIsNotNamedHere() throws IOException {
        List<String> names = names();

        assertThat(names)
                .allMatch(
                        name ->
                                K2.matcher(name).matches()
                                        || K2_FOLDER.matcher(name).matches()
                                        || PARTS.matcher(name).matches());
        assertThat(names).anyMatch(name -> name.startsWith("vertx-core-"));
    }

    /** Names of archives; a module that was built just now is there as a folder and is called so. */
    private static List<String> names() throws IOException {
        Path file =
                Path.of(
                        System.getProperty("k2.root"),
                        "exchanges/examples/target/library-classpath.txt");
        return Stream.of(Files.readString(file).strip().split(File.pathSeparator))
                .map(LibraryClasspathTest::name)
                .toList();
    }

    private static String name(String entry) {
        Path path = Path.of(entry);
        return path.endsWith(Path.of("target", "classes"))
                ? path.getName(path.getNameCount() - 3).toString()
                : path.getFileName().toString();
    }
}
