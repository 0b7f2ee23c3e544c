package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an exchange wants to see of us. Which of them it wants differs; the exchange's own page says so.
 *
 * @param apiKey names the key
 * @param apiSecret signs, where the exchange uses a shared secret
 * @param passphrase a third word that OKX wants
 * @param privateKeyPem signs, where the exchange uses key pairs
 */
public record Credentials(
        Secret apiKey,
        Optional<Secret> apiSecret,
        Optional<Secret> passphrase,
        Optional<Secret> privateKeyPem) {
    private static final int FORM = 1;
    static final int LONGEST = 16 * 1024;

    /** The common pair. */
    public static Credentials of(Secret apiKey, Secret apiSecret) {
        return new Credentials(apiKey, Optional.of(apiSecret), Optional.empty(), Optional.empty());
    }

    /** Overwrites all of it with zeros. */
    public void wipe() {
        parts().flatMap(Optional::stream).forEach(Secret::wipe);
    }

    boolean same(Credentials other) {
        var ours = pack();
        var theirs = other.pack();
        return MessageDigest.isEqual(ours.revealBytes(), theirs.revealBytes());
    }

    /** What is wrong with them, by the name of the field. */
    public Optional<LinkCreation.Invalid> complaint() {
        var names = List.of("api_key", "api_secret", "passphrase", "private_key_pem").iterator();
        return parts().map(part -> complaint(names.next(), part))
                .flatMap(Optional::stream)
                .findFirst()
                .or(
                        () ->
                                apiSecret.isEmpty() && privateKeyPem.isEmpty()
                                        ? Optional.of(
                                                new LinkCreation.Invalid(
                                                        "api_secret",
                                                        "An API secret or a private key."))
                                        : Optional.empty());
    }

    private static Optional<LinkCreation.Invalid> complaint(String name, Optional<Secret> part) {
        return part.filter(secret -> secret.length() > LONGEST || secret.reveal().isBlank())
                .map(
                        secret ->
                                new LinkCreation.Invalid(
                                        name, "A text of 1 to " + LONGEST + " bytes."));
    }

    /** One value to seal: a version byte, then each part with its length, -1 for an absent one. */
    Secret pack() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            for (var part : parts().toList()) {
                var content = part.map(Secret::revealBytes).orElse(new byte[0]);
                out.writeInt(part.isPresent() ? content.length : -1);
                out.write(content);
                Arrays.fill(content, (byte) 0);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return Secret.of(bytes.toByteArray());
    }

    static Credentials unpack(Secret packed) {
        try (var in = new DataInputStream(new ByteArrayInputStream(packed.revealBytes()))) {
            int form = in.readByte();
            if (form != FORM) {
                throw new IllegalStateException(
                        "credentials were packed in form " + form + ", and this K2 knows " + FORM);
            }
            return new Credentials(read(in).orElseThrow(), read(in), read(in), read(in));
        } catch (IOException cut) {
            throw new IllegalStateException("packed credentials end too early", cut);
        }
    }

    private static Optional<Secret> read(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? Optional.empty() : Optional.of(Secret.of(in.readNBytes(length)));
    }

    private Stream<Optional<Secret>> parts() {
        return Stream.of(Optional.of(apiKey), apiSecret, passphrase, privateKeyPem);
    }
}
