package dev.k2.exchange.okx;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What OKX answers to questions about markets and about what can be asked, in its own words. A field
 * is read, or named as ignored; what stands in neither list is new.
 */
sealed interface OkxRestWire {
    /** Every answer. */
    @JsonIgnoreProperties({"inTime", "outTime", "id", "op", "connId"})
    record Envelope<T>(
            @JsonProperty(required = true) String code,
            @Nullable String msg,
            @Nullable List<T> data)
            implements OkxRestWire {
        public Envelope {
            data = data == null ? List.of() : List.copyOf(data);
        }

        List<T> rows() {
            return data == null ? List.of() : data;
        }
    }

    /** The outcome alone, where the data is of no use. */
    @JsonIgnoreProperties({"data", "inTime", "outTime", "id", "op", "connId"})
    record Outcome(@JsonProperty(required = true) String code, @Nullable String msg)
            implements OkxRestWire {}

    @JsonIgnoreProperties({
        "alias",
        "auctionEndTime",
        "category",
        "contTdSwTime",
        "expTime",
        "futureSettlement",
        "groupId",
        "instCategory",
        "lever",
        "listTime",
        "maxIcebergSz",
        "maxLmtAmt",
        "maxMktAmt",
        "maxPlatOILmt",
        "maxStopSz",
        "maxTriggerSz",
        "maxTwapSz",
        "openType",
        "optType",
        "posLmtAmt",
        "posLmtPct",
        "preMktSwTime",
        "ruleType",
        "stk",
        "upcChg"
    })
    record Instrument(
            @JsonProperty(required = true) String instId,
            @JsonProperty(required = true) String instType,
            @Nullable String baseCcy,
            @Nullable String quoteCcy,
            @Nullable String settleCcy,
            @Nullable String instFamily,
            @Nullable String uly,
            @Nullable String ctType,
            @EmptyIsAbsent @Nullable BigDecimal ctVal,
            @EmptyIsAbsent @Nullable BigDecimal ctMult,
            @Nullable String ctValCcy,
            @JsonProperty(required = true) BigDecimal tickSz,
            @JsonProperty(required = true) BigDecimal lotSz,
            @JsonProperty(required = true) BigDecimal minSz,
            @EmptyIsAbsent @Nullable BigDecimal maxLmtSz,
            @EmptyIsAbsent @Nullable BigDecimal maxMktSz,
            @JsonProperty(required = true) String state,
            @Nullable Long instIdCode,
            @Nullable List<String> tradeQuoteCcyList)
            implements OkxRestWire {}

    @JsonIgnoreProperties({
        "instType",
        "lastSz",
        "askPx",
        "askSz",
        "bidPx",
        "bidSz",
        "sodUtc0",
        "sodUtc8"
    })
    record Ticker(
            @JsonProperty(required = true) String instId,
            @JsonProperty(required = true) BigDecimal last,
            @EmptyIsAbsent @Nullable BigDecimal open24h,
            @EmptyIsAbsent @Nullable BigDecimal high24h,
            @EmptyIsAbsent @Nullable BigDecimal low24h,
            @EmptyIsAbsent @Nullable BigDecimal vol24h,
            @EmptyIsAbsent @Nullable BigDecimal volCcy24h,
            @JsonProperty(required = true) long ts)
            implements OkxRestWire {}

    /** Levels are price, quantity, a dead field, and the number of orders. */
    record Book(
            @JsonProperty(required = true) List<List<BigDecimal>> bids,
            @JsonProperty(required = true) List<List<BigDecimal>> asks,
            @JsonProperty(required = true) long ts,
            @Nullable Long seqId)
            implements OkxRestWire {}

    @JsonIgnoreProperties({"count", "source", "seqId"})
    record Trade(
            @JsonProperty(required = true) String instId,
            @JsonProperty(required = true) String tradeId,
            @JsonProperty(required = true) BigDecimal px,
            @JsonProperty(required = true) BigDecimal sz,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) long ts)
            implements OkxRestWire {}

    @JsonIgnoreProperties("instType")
    record MarkPrice(
            @JsonProperty(required = true) String instId,
            @JsonProperty(required = true) BigDecimal markPx,
            @JsonProperty(required = true) long ts)
            implements OkxRestWire {}

    @JsonIgnoreProperties({"high24h", "low24h", "open24h", "sodUtc0", "sodUtc8"})
    record IndexTicker(
            @JsonProperty(required = true) String instId,
            @JsonProperty(required = true) BigDecimal idxPx,
            @JsonProperty(required = true) long ts)
            implements OkxRestWire {}

    /** The funding that comes next. */
    @JsonIgnoreProperties({
        "instType",
        "method",
        "formulaType",
        "maxFundingRate",
        "minFundingRate",
        "nextFundingRate",
        "nextFundingTime",
        "premium",
        "settFundingRate",
        "settState",
        "interestRate",
        "impactValue",
        "prevFundingTime"
    })
    record Funding(
            @JsonProperty(required = true) String instId,
            @JsonProperty(required = true) BigDecimal fundingRate,
            @JsonProperty(required = true) long fundingTime,
            @Nullable Long ts)
            implements OkxRestWire {}

    /** A funding that was paid; the realized rate is what was. */
    @JsonIgnoreProperties({"instType", "method", "formulaType"})
    record FundingPaid(
            @JsonProperty(required = true) String instId,
            @JsonProperty(required = true) BigDecimal fundingRate,
            @EmptyIsAbsent @Nullable BigDecimal realizedRate,
            @JsonProperty(required = true) long fundingTime)
            implements OkxRestWire {}

    record Time(@JsonProperty(required = true) long ts) implements OkxRestWire {}
}
