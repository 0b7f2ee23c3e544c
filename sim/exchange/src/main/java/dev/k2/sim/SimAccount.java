package dev.k2.sim;

/** What somebody needs to trade at a simulated exchange. Fields that the exchange does not use are empty. */
public record SimAccount(
        String exchange,
        String account,
        String keyType,
        String apiKey,
        String apiSecret,
        String passphrase,
        String privateKeyPem) {

    static SimAccount of(String exchange, Account account) {
        ApiKey key = account.key();
        return new SimAccount(
                exchange,
                account.name(),
                key.kind().name(),
                key.key(),
                key.secret(),
                key.passphrase(),
                key.privateKeyPem());
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "SimAccount[" + exchange + "/" + account + "]";
    }
}
