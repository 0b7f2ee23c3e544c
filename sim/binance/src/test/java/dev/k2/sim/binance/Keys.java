package dev.k2.sim.binance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs with a private key in PEM. */
final class Keys {
    private Keys() {}

    static String sign(String algorithm, String pem, String payload)
            throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(
                KeyFactory.getInstance(algorithm.equals("Ed25519") ? "Ed25519" : "RSA")
                        .generatePrivate(new PKCS8EncodedKeySpec(der)));
        signature.update(payload.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(signature.sign());
    }
}
