package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import org.jspecify.annotations.Nullable;

/** What became of the two halves of a cancelReplace. */
final class Replacement {
    private @Nullable ObjectNode cancelAnswer;
    private @Nullable BinanceRefusal cancelRefusal;
    private @Nullable ObjectNode placeAnswer;
    private @Nullable BinanceRefusal placeRefusal;

    void cancelled(ObjectNode answer) {
        cancelAnswer = answer;
    }

    void notCancelled(BinanceRefusal refusal) {
        cancelRefusal = refusal;
    }

    void placed(ObjectNode answer) {
        placeAnswer = answer;
    }

    void notPlaced(BinanceRefusal refusal) {
        placeRefusal = refusal;
    }

    boolean cancelFailed() {
        return cancelRefusal != null;
    }

    /** The answer when both halves worked, else a refusal that tells of both. */
    JsonNode answer() {
        if (cancelRefusal != null || placeRefusal != null) {
            throw failure();
        }
        return halves();
    }

    BinanceRefusal failure() {
        boolean partly = cancelAnswer != null || placeAnswer != null;
        return partly
                ? new BinanceRefusal(409, -2021, "Order cancel-replace partially failed.", halves())
                : new BinanceRefusal(400, -2022, "Order cancel-replace failed.", halves());
    }

    private ObjectNode halves() {
        ObjectNode both =
                WireJson.object()
                        .put("cancelResult", cancelAnswer != null ? "SUCCESS" : "FAILURE")
                        .put("newOrderResult", placeResult());
        both.set("cancelResponse", cancelAnswer != null ? cancelAnswer : words(cancelRefusal));
        both.set("newOrderResponse", placeAnswer != null ? placeAnswer : words(placeRefusal));
        return both;
    }

    private String placeResult() {
        if (placeAnswer != null) {
            return "SUCCESS";
        }
        return placeRefusal == null ? "NOT_ATTEMPTED" : "FAILURE";
    }

    private static @Nullable ObjectNode words(@Nullable BinanceRefusal refusal) {
        return refusal == null
                ? null
                : WireJson.object().put("code", refusal.code()).put("msg", refusal.words());
    }
}
