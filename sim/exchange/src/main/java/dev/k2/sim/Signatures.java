package dev.k2.sim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes and checks signatures. What is signed, and how it is written, is each exchange's own. Pure. */
public final class Signatures {
    private Signatures() {}

    /** HMAC-SHA256 of the text's UTF-8 bytes. */
    public static byte[] hmac(String secret, String payload) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Compares two signatures as texts, taking the same time whatever they are. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a Base64 signature by RSASSA-PSS with SHA-256 and a salt of 32 bytes is right. */
    public static boolean verifiedPss(PublicKey key, String payload, String signature)
            throws GeneralSecurityException {
        Signature check = Signature.getInstance("RSASSA-PSS");
        check.setParameter(
                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        check.initVerify(key);
        check.update(payload.getBytes(StandardCharsets.UTF_8));
        try {
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException | SignatureException e) {
            return false;
        }
    }

    /** Whether a Base64 signature by a private key is right. */
    public static boolean verified(
            ApiKey.Kind kind, @Nullable PublicKey key, String payload, String signature)
            throws GeneralSecurityException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
        Signature check =
                Signature.getInstance(kind == ApiKey.Kind.RSA ? "SHA256withRSA" : "Ed25519");
        check.initVerify(key);
        check.update(payload.getBytes(StandardCharsets.UTF_8));
        return check.verify(bytes);
    }
}
