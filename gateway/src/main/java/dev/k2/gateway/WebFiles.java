package dev.k2.gateway;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The web app and the pages that K2 brings along, read once and kept in memory: a path that is not
 * in the list does not exist, whatever it is spelled like.
 */
final class WebFiles {
    private static final long BYTES_MAX = 64L * 1024 * 1024;
    private static final Pattern HASHED =
            Pattern.compile("/assets/.+-[A-Za-z0-9_-]{8,}\\.[a-z0-9.]+");
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("txt", "text/plain; charset=utf-8"));

    private final Map<String, WebFile> files;

    private WebFiles(Map<String, WebFile> files) {
        this.files = Map.copyOf(files);
    }

    /**
     * One file, ready to be sent.
     *
     * @param packed by gzip; null where that saves nothing
     * @param lasting whether its name changes with its content
     */
    record WebFile(
            String type, Buffer plain, @Nullable Buffer packed, String etag, boolean lasting) {
        /** Whether it is to carry a word that is new each time. */
        boolean hasNonce() {
            return type.startsWith("text/html") && plain.toString().contains(SecurityHeaders.NONCE);
        }
    }

    /** Reads the built web app, or stands a page in its place that says how to build it. */
    static WebFiles read(Optional<Path> webApp) {
        Map<String, WebFile> files = new HashMap<>();
        webApp.filter(Files::isDirectory).ifPresent(folder -> readFolder(folder, files));
        files.computeIfAbsent("/index.html", path -> brought("unbuilt.html"));
        files.put("/docs", brought("docs.html"));
        files.put("/docs/docs.js", brought("docs.js"));
        files.put("/docs/docs.css", brought("docs.css"));
        files.put("/openapi.yaml", text("openapi.yaml"));
        files.put("/asyncapi.yaml", text("asyncapi.yaml"));
        return new WebFiles(files);
    }

    /** The file of a path; for a page of the web app's own making, its one page. */
    Optional<WebFile> find(String path) {
        WebFile file = files.get(path.equals("/") ? "/index.html" : path);
        if (file != null) {
            return Optional.of(file);
        }
        boolean looksLikeAFile = path.substring(path.lastIndexOf('/') + 1).contains(".");
        return looksLikeAFile ? Optional.empty() : Optional.ofNullable(files.get("/index.html"));
    }

    /** A file that comes with the gateway. */
    static String resource(String name) {
        return new String(bytes(name), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void readFolder(Path folder, Map<String, WebFile> files) {
        try (Stream<Path> all = Files.walk(folder)) {
            long total = 0;
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                total += Files.size(file);
                if (total > BYTES_MAX) {
                    throw new IllegalArgumentException(
                            "the web app at " + folder + " is larger than " + BYTES_MAX + " bytes");
                }
                String path = "/" + folder.relativize(file).toString().replace('\\', '/');
                files.put(path, file(path, Files.readAllBytes(file)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the web app at " + folder + " cannot be read", failure);
        }
    }

    private static WebFile brought(String name) {
        return file("/" + name, bytes(name));
    }

    private static WebFile text(String name) {
        return file("/" + name + ".txt", bytes(name));
    }

    private static byte[] bytes(String name) {
        try (InputStream stream = WebFiles.class.getResourceAsStream("/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the gateway was built without " + name);
            }
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(name + " cannot be read", failure);
        }
    }

    private static WebFile file(String path, byte[] content) {
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.getOrDefault(ending, "application/octet-stream");
        byte[] packed = packed(content);
        boolean worth = packed.length < content.length * 9L / 10;
        return new WebFile(
                type,
                Buffer.buffer(content),
                worth ? Buffer.buffer(packed) : null,
                etag(content),
                HASHED.matcher(path).matches());
    }

    private static byte[] packed(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException("bytes in memory could not be packed", impossible);
        }
        return bytes.toByteArray();
    }

    private static String etag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
