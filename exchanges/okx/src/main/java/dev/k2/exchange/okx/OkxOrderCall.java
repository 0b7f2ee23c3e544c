package dev.k2.exchange.okx;

import java.util.List;
import java.util.Map;

/**
 * One request with orders in it, as either way takes it.
 *
 * @param op what it is called over a socket
 * @param instrument OKX's name of what all of them are about
 * @param forms one for each order, as REST wants them
 */
record OkxOrderCall(
        String operation,
        OkxEndpoint endpoint,
        String op,
        String instrument,
        List<Map<String, Object>> forms,
        OkxSigner signer) {
    OkxOrderCall {
        forms = List.copyOf(forms);
    }

    static OkxOrderCall place(String instrument, Map<String, Object> form, OkxSigner signer) {
        return new OkxOrderCall(
                "place an order", OkxEndpoint.PLACE, "order", instrument, List.of(form), signer);
    }

    static OkxOrderCall placeEach(
            String instrument, List<Map<String, Object>> forms, OkxSigner signer) {
        return new OkxOrderCall(
                "place orders", OkxEndpoint.PLACE_BATCH, "batch-orders", instrument, forms, signer);
    }

    static OkxOrderCall cancel(String instrument, Map<String, Object> form, OkxSigner signer) {
        return new OkxOrderCall(
                "cancel an order",
                OkxEndpoint.CANCEL,
                "cancel-order",
                instrument,
                List.of(form),
                signer);
    }

    static OkxOrderCall cancelEach(
            String instrument, List<Map<String, Object>> forms, OkxSigner signer) {
        return new OkxOrderCall(
                "cancel orders",
                OkxEndpoint.CANCEL_BATCH,
                "batch-cancel-orders",
                instrument,
                forms,
                signer);
    }

    static OkxOrderCall amend(String instrument, Map<String, Object> form, OkxSigner signer) {
        return new OkxOrderCall(
                "amend an order",
                OkxEndpoint.AMEND,
                "amend-order",
                instrument,
                List.of(form),
                signer);
    }

    /** The call over REST, by which both ways are counted. */
    OkxCall overRest() {
        boolean batch = endpoint == OkxEndpoint.PLACE_BATCH || endpoint == OkxEndpoint.CANCEL_BATCH;
        boolean cancels = endpoint == OkxEndpoint.CANCEL || endpoint == OkxEndpoint.CANCEL_BATCH;
        OkxCall call =
                OkxCall.doing(operation, endpoint, batch ? forms : forms.getFirst(), signer)
                        .of(instrument)
                        .holding(forms.size());
        return cancels ? call.asUrgent() : call;
    }
}
