package dev.k2.exchange.net;

/** Signs the text that an exchange wants signed. Printing one shows nothing of its key. */
public interface Signer {
    /** The signature in the form that goes on the wire, before any encoding for addresses. */
    String sign(String text);
}
