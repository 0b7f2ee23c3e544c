package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.Bracket;
import dev.k2.sim.Contract;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What anybody may ask about instruments and contracts. */
final class PublicCalls {
    private static final Set<String> TYPES =
            Set.of(OkxInstrument.SPOT, OkxInstrument.SWAP, "MARGIN", "FUTURES", "OPTION", "EVENTS");
    private static final int FUNDING_ROWS_MAX = 400;
    private static final String ANY = "ANY";

    private final OkxFloor floor;

    PublicCalls(OkxFloor floor) {
        this.floor = floor;
    }

    Envelope time(Call.Request request) {
        return Envelope.of(WireJson.object().put("ts", Long.toString(floor.millis())));
    }

    Envelope instruments(Call.Request request) {
        ArrayNode rows = WireJson.array();
        for (OkxInstrument one : wanted(request.args())) {
            rows.add(InstrumentWords.instrument(one, floor.market(one)));
        }
        return Envelope.of(rows);
    }

    Envelope underlyings(Call.Request request) {
        ArrayNode names = WireJson.array();
        if (type(request.args()).equals(OkxInstrument.SWAP)) {
            swaps(request.args()).forEach(one -> names.add(one.pair()));
        }
        ArrayNode rows = WireJson.array();
        rows.add(names);
        return Envelope.of(rows);
    }

    Envelope markPrice(Call.Request request) {
        ArrayNode rows = WireJson.array();
        for (OkxInstrument one : wanted(request.args())) {
            rows.add(MarketWords.markPrice(one, floor.market(one), desk(), floor.millis()));
        }
        return Envelope.of(rows);
    }

    Envelope fundingRate(Call.Request request) {
        ArrayNode rows = WireJson.array();
        String instId = request.args().required("instId");
        for (OkxInstrument one : swaps(Args.none())) {
            if (instId.equals(ANY) || instId.equals(one.instId())) {
                rows.add(MarketWords.funding(one, floor.market(one), floor.millis()));
            }
        }
        if (rows.isEmpty()) {
            throw OkxRefusal.unknownInstrument();
        }
        return Envelope.of(rows);
    }

    Envelope fundingRateHistory(Call.Request request) {
        Args args = request.args();
        OkxInstrument one = swap(args);
        Long after = args.integer("after");
        Long before = args.integer("before");
        long period = MarginDesk.FUNDING_MILLIS;
        long at = MarginDesk.nextFunding(floor.millis()) - period;
        ArrayNode rows = WireJson.array();
        int limit = args.limit(FUNDING_ROWS_MAX, FUNDING_ROWS_MAX);
        for (int i = 0; i < FUNDING_ROWS_MAX && rows.size() < limit; i++, at -= period) {
            if ((after == null || at < after) && (before == null || at > before)) {
                rows.add(MarketWords.pastFunding(one, floor.market(one), at));
            }
        }
        return Envelope.of(rows);
    }

    Envelope openInterest(Call.Request request) {
        ArrayNode rows = WireJson.array();
        for (OkxInstrument one : wanted(request.args())) {
            if (one.isSwap()) {
                rows.add(MarketWords.openInterest(one, floor.market(one), floor.millis()));
            }
        }
        return Envelope.of(rows);
    }

    Envelope priceLimit(Call.Request request) {
        Market market = floor.market(request.args().required("instId"));
        return Envelope.of(
                MarketWords.priceLimit(floor.instrument(market), market, floor.millis()));
    }

    Envelope positionTiers(Call.Request request) {
        ArrayNode rows = WireJson.array();
        for (OkxInstrument one : swaps(request.args())) {
            Contract contract = one.listing().contract();
            List<Bracket> tiers = contract == null ? List.of() : contract.brackets();
            tiers.forEach(tier -> rows.add(InstrumentWords.tier(one, tier, floor.market(one))));
        }
        return Envelope.of(rows);
    }

    /** The exchange's planned maintenance: there is none. */
    Envelope status(Call.Request request) {
        return Envelope.of(WireJson.array());
    }

    Envelope none(Call.Request request) {
        return Envelope.of(WireJson.array());
    }

    private MarginDesk desk() {
        return floor.engine().margin();
    }

    private OkxInstrument swap(Args args) {
        OkxInstrument one = floor.instrument(floor.market(args.required("instId")));
        if (!one.isSwap()) {
            throw OkxRefusal.unknownInstrument();
        }
        return one;
    }

    /** The instruments of the type, family and id that were sent. */
    private List<OkxInstrument> wanted(Args args) {
        String instId = args.text("instId");
        String type = args.has("instType") || instId == null ? type(args) : typeOf(instId);
        String family = args.text("instFamily", args.text("uly", ""));
        List<OkxInstrument> found = new ArrayList<>();
        for (OkxInstrument one : floor.instruments()) {
            if (one.instType().equals(type)
                    && (instId == null || one.instId().equals(instId))
                    && (family.isEmpty() || one.pair().equals(family))) {
                found.add(one);
            }
        }
        if (instId != null && found.isEmpty()) {
            throw OkxRefusal.unknownInstrument();
        }
        return found;
    }

    private List<OkxInstrument> swaps(Args args) {
        String family = args.text("instFamily", args.text("uly", ""));
        return floor.instruments().stream()
                .filter(OkxInstrument::isSwap)
                .filter(one -> family.isEmpty() || one.pair().equals(family))
                .toList();
    }

    /** Some libraries name an instrument and leave its type out, which is answered. */
    private String typeOf(String instId) {
        return floor.instrument(floor.market(instId)).instType();
    }

    private static String type(Args args) {
        String type = args.required("instType");
        if (!TYPES.contains(type)) {
            throw OkxRefusal.wrong("instType");
        }
        return type;
    }
}
