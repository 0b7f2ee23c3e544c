package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.net.Reply;
import dev.k2.model.Instrument;
import java.util.Map;

/** What one account asks of Spot about itself, over REST. Every call blocks its thread. */
final class BinanceAccountCalls {
    private static final TypeReference<BinanceOrderWire.AccountState> ACCOUNT =
            new TypeReference<>() {};
    private static final TypeReference<BinanceOrderWire.Commission> COMMISSION =
            new TypeReference<>() {};
    private static final TypeReference<BinanceOrderWire.KeyRestrictions> RESTRICTIONS =
            new TypeReference<>() {};

    private final BinanceApi api;
    private final BinanceSigner signer;

    BinanceAccountCalls(BinanceApi api, BinanceSigner signer) {
        this.api = api;
        this.signer = signer;
    }

    Reply<BinanceOrderWire.AccountState> account(String operation) {
        return api.ask(
                BinanceCall.signed(
                        operation, "/account", 20, Map.of("omitZeroBalances", "true"), signer),
                ACCOUNT);
    }

    Reply<BinanceOrderWire.Commission> commission(Instrument about) {
        return api.ask(
                        BinanceCall.signed(
                                "ask for fees",
                                "/account/commission",
                                20,
                                Map.of("symbol", about.symbol()),
                                signer),
                        COMMISSION)
                .about(about.id());
    }

    /** What the key may do. Only the live Binance tells, beside the trading API. */
    Reply<BinanceOrderWire.KeyRestrictions> restrictions(String operation) {
        return api.ask(
                BinanceCall.get(operation, "/sapi/v1/account/apiRestrictions", 1, Map.of())
                        .signedBy(signer),
                RESTRICTIONS);
    }
}
