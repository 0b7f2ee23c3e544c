package dev.k2.bench;

import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.KeySigner;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of an order from its text to the text that goes on the wire: K2's signers beside
 * the JDK's own providers, which get a signature that is made once and used again.
 */
final class SignBench {
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 9;
    private static final int RSA_BITS = 2_048;
    private static final String ORDER =
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01000&price=64950.12"
                    + "&newClientOrderId=k2-0f8fad5bd9cb469fa165&newOrderRespType=ACK"
                    + "&recvWindow=5000&timestamp=1700000000000";

    /** Two ways to the same signature. */
    record Pair(String name, int perRound, UnaryOperator<String> ours, UnaryOperator<String> jdk) {}

    private SignBench() {}

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length > 0) {
            problems.println("bench sign takes no words.");
            return 2;
        }
        try {
            for (Pair pair : pairs()) {
                measure(pair, pair.perRound(), out);
            }
            return 0;
        } catch (GeneralSecurityException absent) {
            problems.println("An algorithm is missing: " + absent.getMessage());
            return 1;
        }
    }

    static List<Pair> pairs() throws GeneralSecurityException {
        KeyPair ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        KeyPair rsa = generator.generateKeyPair();
        String secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return List.of(
                new Pair(
                        "HMAC-SHA256",
                        50_000,
                        new HmacSigner(secret)::sign,
                        text ->
                                HexFormat.of()
                                        .formatHex(
                                                mac.doFinal(
                                                        text.getBytes(StandardCharsets.UTF_8)))),
                pair(
                        "Ed25519",
                        1_000,
                        KeySigner.of(pem(ed25519)),
                        Signature.getInstance("Ed25519"),
                        ed25519),
                pair(
                        "RSA 2048 PKCS #1",
                        400,
                        KeySigner.of(pem(rsa)),
                        Signature.getInstance("SHA256withRSA"),
                        rsa),
                pair("RSA 2048 PSS", 400, KeySigner.pss(pem(rsa)), pss, rsa));
    }

    private static Pair pair(String name, int perRound, KeySigner ours, Signature jdk, KeyPair keys)
            throws GeneralSecurityException {
        jdk.initSign(keys.getPrivate());
        return new Pair(name, perRound, ours::sign, text -> signed(jdk, text));
    }

    private static String signed(Signature signature, String text) {
        try {
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("a key that was made can sign", failed);
        }
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    static void measure(Pair pair, int perRound, PrintStream out) {
        List<UnaryOperator<String>> ways = List.of(pair.ours(), pair.jdk());
        List<String> names = List.of("K2", "JDK");
        List<Meter> warming = List.of(new Meter(), new Meter());
        List<Meter> meters = List.of(new Meter(), new Meter());
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (int n = 0; n < ways.size(); n++) {
                UnaryOperator<String> way = ways.get(n);
                (round < WARM_UP ? warming : meters)
                        .get(n)
                        .round(1, perRound, () -> {}, () -> sign(way, perRound));
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (int n = 0; n < ways.size(); n++) {
            Figure figure =
                    new Figure(
                            names.get(n),
                            meters.get(n).nanosPerThousand(),
                            meters.get(n).bytesPerMessage() + " B/signature");
            figures.add(figure);
            out.printf(
                    Locale.ROOT,
                    "sign %-17s %-4s %11s ns/signature %18s%n",
                    pair.name(),
                    figure.name(),
                    Figure.thousandths(figure.nanosPerThousand(), 0),
                    figure.allocation());
        }
        out.printf(
                Locale.ROOT,
                "sign %-17s K2's CPU is less by %s%n",
                pair.name(),
                Figure.ratios(figures));
    }

    private static void sign(UnaryOperator<String> way, int count) {
        for (int n = 0; n < count; n++) {
            if (way.apply(ORDER).isEmpty()) {
                throw new IllegalStateException("a signature is not empty");
            }
        }
    }
}
