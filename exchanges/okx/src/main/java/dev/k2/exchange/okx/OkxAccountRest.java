package dev.k2.exchange.okx;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.okx.OkxRestWire.Envelope;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints of one account, one method each. */
final class OkxAccountRest implements OkxOrderWay {
    static final int ROWS_MAX = 100;
    static final int BATCH_MAX = 20;
    static final int ALGO_BATCH_MAX = 10;

    private static final TypeReference<Envelope<OkxUserWire.Ack>> ACKS = new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.Order>> ORDERS =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.AlgoOrder>> ALGOS =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.Fill>> FILLS = new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.AccountState>> BALANCES =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.Position>> POSITIONS =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.Config>> CONFIGS =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.Leverage>> LEVERAGES =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.PositionMode>> POSITION_MODES =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.TradeFee>> FEES =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxUserWire.CancelAllAfter>> COUNTDOWNS =
            new TypeReference<>() {};

    private final OkxHttp http;
    private final OkxSigner signer;

    OkxAccountRest(OkxHttp http, OkxSigner signer) {
        this.http = http;
        this.signer = signer;
    }

    OkxSigner signer() {
        return signer;
    }

    @Override
    public Reply<List<OkxUserWire.Ack>> ask(OkxOrderCall call) {
        return http.rest().ask(call.overRest(), ACKS).map(Envelope::rows);
    }

    @Override
    public Reply<List<OkxUserWire.Ack>> send(OkxOrderCall call) {
        return http.rest().send(call.overRest(), ACKS).map(Envelope::rows);
    }

    Reply<OkxUserWire.AccountState> balance() {
        return one("ask for balances", OkxEndpoint.BALANCE, Map.of(), BALANCES);
    }

    Reply<List<OkxUserWire.Position>> positions() {
        return all(
                "ask for positions", OkxEndpoint.POSITIONS, Map.of("instType", "SWAP"), POSITIONS);
    }

    Reply<OkxUserWire.Config> config() {
        return one("ask for the account's mode", OkxEndpoint.CONFIG, Map.of(), CONFIGS);
    }

    Reply<List<OkxUserWire.Leverage>> leverage(String instId, String mgnMode) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("instId", instId);
        query.put("mgnMode", mgnMode);
        return all("ask for the leverage", OkxEndpoint.LEVERAGE, query, LEVERAGES);
    }

    /** Setting the same again changes nothing, so it may be asked twice. */
    Reply<List<OkxUserWire.Leverage>> setLeverage(Map<String, Object> form) {
        return http.rest()
                .ask(
                        OkxCall.doing("set the leverage", OkxEndpoint.SET_LEVERAGE, form, signer),
                        LEVERAGES)
                .map(Envelope::rows);
    }

    Reply<OkxUserWire.PositionMode> setPositionMode(String posMode) {
        String operation = "set the position mode";
        return OkxMarketRest.firstOf(
                operation,
                http.rest()
                        .ask(
                                OkxCall.doing(
                                        operation,
                                        OkxEndpoint.SET_POSITION_MODE,
                                        Map.of("posMode", posMode),
                                        signer),
                                POSITION_MODES));
    }

    Reply<OkxUserWire.TradeFee> fee(Instrument instrument) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("instType", OkxWords.instType(instrument.kind()));
        if (instrument.kind() == InstrumentKind.SPOT) {
            query.put("instId", instrument.symbol());
        } else {
            query.put("instFamily", instrument.base() + "-" + instrument.quote());
        }
        return one("ask for fees", OkxEndpoint.TRADE_FEE, query, FEES);
    }

    Reply<OkxUserWire.Order> order(Map<String, String> named) {
        String operation = "ask for an order";
        return OkxMarketRest.firstOf(
                operation,
                http.rest()
                        .ask(
                                OkxCall.signed(operation, OkxEndpoint.ORDER, named, signer)
                                        .of(named.getOrDefault("instId", ""))
                                        .asUrgent(),
                                ORDERS));
    }

    /**
     * Open orders, the newest first.
     *
     * @param after an order's id, for those before it
     */
    Reply<List<OkxUserWire.Order>> pending(
            Optional<Instrument> instrument, Optional<String> after) {
        return urgent(
                "ask for open orders", OkxEndpoint.ORDERS_PENDING, page(instrument, after), ORDERS);
    }

    /** Ended orders of the last seven days, or of three months, the newest first. */
    Reply<List<OkxUserWire.Order>> ended(
            Instrument instrument, long from, long to, Optional<String> after, boolean archive) {
        Map<String, String> query = page(Optional.of(instrument), after);
        query.put("begin", Long.toString(from));
        query.put("end", Long.toString(to));
        return urgent(
                "ask for ended orders",
                archive ? OkxEndpoint.ORDERS_ARCHIVE : OkxEndpoint.ORDERS_HISTORY,
                query,
                ORDERS);
    }

    /** Fills of the last three days, or of three months, the newest first. */
    Reply<List<OkxUserWire.Fill>> fills(
            Instrument instrument,
            Optional<String> order,
            long since,
            Optional<String> after,
            boolean archive) {
        Map<String, String> query = page(Optional.of(instrument), after);
        order.ifPresent(id -> query.put("ordId", id));
        if (since > 0) {
            query.put("begin", Long.toString(since));
        }
        return urgent(
                "ask for fills",
                archive ? OkxEndpoint.FILLS_HISTORY : OkxEndpoint.FILLS,
                query,
                FILLS);
    }

    Reply<OkxUserWire.CancelAllAfter> cancelAllAfter(long seconds) {
        String operation = "cancel all orders later";
        return OkxMarketRest.firstOf(
                operation,
                http.rest()
                        .ask(
                                OkxCall.doing(
                                                operation,
                                                OkxEndpoint.CANCEL_ALL_AFTER,
                                                Map.of("timeOut", Long.toString(seconds)),
                                                signer)
                                        .asUrgent(),
                                COUNTDOWNS));
    }

    Reply<List<OkxUserWire.Ack>> placeAlgo(String instId, Map<String, Object> form) {
        return http.rest()
                .send(
                        OkxCall.doing("place an order", OkxEndpoint.PLACE_ALGO, form, signer)
                                .of(instId),
                        ACKS)
                .map(Envelope::rows);
    }

    Reply<List<OkxUserWire.Ack>> amendAlgo(String instId, Map<String, Object> form) {
        return http.rest()
                .send(
                        OkxCall.doing("amend an order", OkxEndpoint.AMEND_ALGO, form, signer)
                                .of(instId),
                        ACKS)
                .map(Envelope::rows);
    }

    Reply<List<OkxUserWire.Ack>> cancelAlgos(String instId, List<Map<String, Object>> forms) {
        return http.rest()
                .ask(
                        OkxCall.doing("cancel an order", OkxEndpoint.CANCEL_ALGOS, forms, signer)
                                .of(instId)
                                .asUrgent(),
                        ACKS)
                .map(Envelope::rows);
    }

    /** An order that waits, or did, by its own id ({@code algoId}) or ours ({@code algoClOrdId}). */
    Reply<OkxUserWire.AlgoOrder> algo(Map<String, String> named) {
        String operation = "ask for an order";
        return OkxMarketRest.firstOf(
                operation,
                http.rest()
                        .ask(
                                OkxCall.signed(operation, OkxEndpoint.ALGO, named, signer)
                                        .asUrgent(),
                                ALGOS));
    }

    /** Orders of one type that wait, the newest first. */
    Reply<List<OkxUserWire.AlgoOrder>> algosPending(
            String ordType, Optional<Instrument> instrument, Optional<String> after) {
        Map<String, String> query = page(instrument, after);
        query.put("ordType", ordType);
        return urgent("ask for open orders", OkxEndpoint.ALGOS_PENDING, query, ALGOS);
    }

    /** Orders of one type that waited and ended in one state, the newest first. */
    Reply<List<OkxUserWire.AlgoOrder>> algosEnded(
            String ordType, String state, Instrument instrument, Optional<String> after) {
        Map<String, String> query = page(Optional.of(instrument), after);
        query.put("ordType", ordType);
        query.put("state", state);
        return urgent("ask for ended orders", OkxEndpoint.ALGOS_HISTORY, query, ALGOS);
    }

    private static Map<String, String> page(
            Optional<Instrument> instrument, Optional<String> after) {
        Map<String, String> query = new LinkedHashMap<>();
        instrument.ifPresent(
                named -> {
                    query.put("instType", OkxWords.instType(named.kind()));
                    query.put("instId", named.symbol());
                });
        query.put("limit", Integer.toString(ROWS_MAX));
        after.ifPresent(id -> query.put("after", id));
        return query;
    }

    private <T> Reply<List<T>> urgent(
            String operation,
            OkxEndpoint endpoint,
            Map<String, String> query,
            TypeReference<Envelope<T>> type) {
        return http.rest()
                .ask(OkxCall.signed(operation, endpoint, query, signer).asUrgent(), type)
                .map(Envelope::rows);
    }

    private <T> Reply<List<T>> all(
            String operation,
            OkxEndpoint endpoint,
            Map<String, String> query,
            TypeReference<Envelope<T>> type) {
        return http.rest()
                .ask(OkxCall.signed(operation, endpoint, query, signer), type)
                .map(Envelope::rows);
    }

    private <T> Reply<T> one(
            String operation,
            OkxEndpoint endpoint,
            Map<String, String> query,
            TypeReference<Envelope<T>> type) {
        return OkxMarketRest.firstOf(
                operation,
                http.rest().ask(OkxCall.signed(operation, endpoint, query, signer), type));
    }
}
