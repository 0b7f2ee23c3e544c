package dev.k2.platform;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One master key's file: its versions, when each was made, and how they are guarded.
 *
 * <p>Lines of a word and a value. The keyset itself is Tink's JSON in Base64, sealed with a random key where something wraps that.
 *
 * @param guard what the file was sealed with, or {@link #OPEN}
 */
record KeyFile(KeysetHandle handle, Map<Integer, Instant> made, String guard) {
    static final String OPEN = "permissions";
    private static final String FORM = "k2-keyset";
    private static final String FORM_VALUE = "1";
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    KeyFile {
        made = Map.copyOf(made);
    }

    static KeyFile read(Path file, KeyName name, KeyGuard guard) throws IOException {
        PrivateFiles.refuseOthers(file);
        var text = Files.readString(file);
        try {
            var lines = lines(text);
            if (!FORM_VALUE.equals(lines.get(FORM))) {
                throw damaged(file);
            }
            var kind = lines.getOrDefault("guard", "");
            var keyset = Base64.getDecoder().decode(lines.getOrDefault("keyset", ""));
            if (!kind.equals(OPEN)) {
                keyset = unseal(lines, kind, keyset, file, name, guard);
            }
            return new KeyFile(
                    parse(new String(keyset, StandardCharsets.UTF_8), file), made(lines), kind);
        } catch (IllegalArgumentException | DateTimeException broken) {
            throw damaged(file);
        }
    }

    /** The form before versions were dated: Tink's JSON and nothing else. */
    static KeyFile readFirstForm(Path file) throws IOException {
        PrivateFiles.refuseOthers(file);
        var handle = parse(Files.readString(file), file);
        var written = Files.getLastModifiedTime(file).toInstant();
        Map<Integer, Instant> made = new HashMap<>();
        for (int at = 0; at < handle.size(); at++) {
            made.put(handle.getAt(at).getId(), written);
        }
        return new KeyFile(handle, made, OPEN);
    }

    void write(Path file, KeyName name, KeyGuard guards) throws IOException {
        var out = new StringBuilder(FORM + " " + FORM_VALUE + "\n");
        var base64 = Base64.getEncoder();
        var plain = json().getBytes(StandardCharsets.UTF_8);
        var wrapping = guards.writes();
        out.append("guard ").append(wrapping.map(KeyWrapping::kind).orElse(OPEN)).append('\n');
        made.forEach(
                (id, at) ->
                        out.append("made.").append(hex(id)).append(' ').append(at).append('\n'));
        if (wrapping.isPresent()) {
            var key = new byte[KEY_BYTES];
            RANDOM.nextBytes(key);
            var wrapped = wrapping.get().wrap(key, name);
            out.append("wrapped-key ").append(base64.encodeToString(wrapped)).append('\n');
            out.append("keyset ").append(base64.encodeToString(seal(key, plain, name)));
            Arrays.fill(key, (byte) 0);
        } else {
            out.append("keyset ").append(base64.encodeToString(plain));
        }
        out.append('\n');
        PrivateFiles.write(file, out.toString().getBytes(StandardCharsets.UTF_8));
        Arrays.fill(plain, (byte) 0);
    }

    static String hex(int id) {
        return Integer.toHexString(id);
    }

    private static byte[] unseal(
            Map<String, String> lines,
            String kind,
            byte[] sealed,
            Path file,
            KeyName name,
            KeyGuard guard) {
        var wrapping =
                guard.find(kind)
                        .orElseThrow(
                                () ->
                                        new StartFailure(
                                                "The key file "
                                                        + file
                                                        + " is sealed by "
                                                        + kind
                                                        + ", and the settings say nothing of that.",
                                                kind.equals(PassphraseWrapping.KIND)
                                                        ? "Set keys.passphrase"
                                                                + " (K2_KEYS_PASSPHRASE)."
                                                        : "Set keys.kms.key-id, which sealed it."));
        var key =
                wrapping.unwrap(
                        Base64.getDecoder().decode(lines.getOrDefault("wrapped-key", "")), name);
        try {
            return new AesGcmJce(key).decrypt(sealed, label(name));
        } catch (GeneralSecurityException broken) {
            throw damaged(file);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] seal(byte[] key, byte[] plain, KeyName name) {
        try {
            return new AesGcmJce(key).encrypt(plain, label(name));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a keyset could not be sealed", failure);
        }
    }

    private static byte[] label(KeyName name) {
        return name.text().getBytes(StandardCharsets.US_ASCII);
    }

    private static Map<String, String> lines(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(
                        line -> {
                            int space = line.indexOf(' ');
                            lines.put(
                                    space < 0 ? line : line.substring(0, space),
                                    space < 0 ? "" : line.substring(space + 1).strip());
                        });
        return lines;
    }

    private static Map<Integer, Instant> made(Map<String, String> lines) {
        Map<Integer, Instant> made = new HashMap<>();
        lines.forEach(
                (word, value) -> {
                    if (word.startsWith("made.")) {
                        made.put(
                                Integer.parseUnsignedInt(word.substring("made.".length()), 16),
                                Instant.parse(value));
                    }
                });
        return made;
    }

    private static KeysetHandle parse(String json, Path file) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException broken) {
            throw damaged(file);
        }
    }

    private String json() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("a keyset could not be written", failure);
        }
    }

    /** The parsers' own messages may quote the file, so they stay out. */
    private static StartFailure damaged(Path file) {
        return new StartFailure(
                "The key file " + file + " is damaged.",
                "Restore it from a backup; without it stored credentials cannot be opened. To"
                        + " begin anew, start with --fresh.");
    }
}
