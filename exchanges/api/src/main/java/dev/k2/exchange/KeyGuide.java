package dev.k2.exchange;

import java.util.List;

/**
 * What a person makes at an exchange so that somebody else can act for them there.
 *
 * @param forms kinds of keys that are taken, the best first
 * @param page where keys are made, in the exchange's own words
 * @param address of that page
 * @param give rights that the key needs
 * @param withhold rights that it must not have
 * @param hints what else is worth knowing
 */
public record KeyGuide(
        List<Form> forms,
        String page,
        String address,
        List<String> give,
        List<String> withhold,
        List<String> hints) {
    /**
     * One kind of key.
     *
     * @param parts what of it is to be handed over
     */
    public record Form(String name, List<Part> parts) {
        public Form {
            parts = List.copyOf(parts);
        }
    }

    /** Something to be handed over; which part of {@link Credentials} it becomes. */
    public enum Part {
        /** The public half. It names the key. */
        API_KEY,
        /** The shared secret of HMAC keys. */
        API_SECRET,
        /** A word of the person's own choice that goes with the key. */
        PASSPHRASE,
        /** The private half of a pair of keys, in PEM. */
        PRIVATE_KEY_PEM
    }

    public KeyGuide {
        if (forms.isEmpty()) {
            throw new IllegalArgumentException("a guide names at least one kind of key");
        }
        forms = List.copyOf(forms);
        give = List.copyOf(give);
        withhold = List.copyOf(withhold);
        hints = List.copyOf(hints);
    }
}
