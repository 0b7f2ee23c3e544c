package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.ListPlacement;
import dev.k2.exchange.NewOrderList;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.Instrument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders that depend on each other. A list's id says of which kind it is, as it ends by that. */
final class CryptocomGroups {
    private static final String PLACE = "place an order list";

    private final CryptocomAccountRest rest;

    CryptocomGroups(CryptocomAccountRest rest) {
        this.rest = rest;
    }

    ListPlacement place(NewOrderList list) {
        String kind =
                switch (list) {
                    case NewOrderList.OneCancelsOther _ -> "oco";
                    case NewOrderList.OneTriggersOther _ -> "oto";
                    case NewOrderList.OneTriggersTwo _ -> "otoco";
                };
        List<Map<String, Object>> forms =
                list.orders().stream().map(CryptocomOrderForm::of).toList();
        Instrument instrument = list.instrument();
        return switch (rest.createGroup(kind, forms).about(instrument.id())) {
            case Reply.Failed<CryptocomAccountWire.ListTaken>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new ListPlacement.Unknown(CryptocomErrors.ALL.unknownOutcome(error))
                            : new ListPlacement.Rejected(error);
            case Reply.Ok<CryptocomAccountWire.ListTaken>(CryptocomAccountWire.ListTaken taken) ->
                    placed(instrument, kind, taken.listId());
        };
    }

    private ListPlacement placed(Instrument instrument, String kind, @Nullable String listId) {
        if (listId == null || listId.isEmpty()) {
            return new ListPlacement.Unknown(
                    CryptocomErrors.ALL.unknownOutcome(
                            CryptocomErrors.ALL.unreadable(PLACE, "a yes without a list's id")));
        }
        Answer<List<OrderReport>> orders =
                CryptocomReading.answer(
                        PLACE,
                        rest.group(listId),
                        node ->
                                Optional.of(
                                        CryptocomOrderParse.order(
                                                instrument.id(),
                                                CryptocomReading.wire(
                                                        node, CryptocomAccountWire.Order.class))));
        return new ListPlacement.Accepted(
                kind + "-" + listId,
                orders instanceof Answer.Ok<List<OrderReport>>(List<OrderReport> told)
                        ? told
                        : List.of());
    }

    Cancellation cancel(Instrument instrument, String listId) {
        int dash = listId.indexOf('-');
        if (dash < 1) {
            return new Cancellation.Refused(
                    CryptocomErrors.refused(
                            "cancel an order list", "no id of a list here: " + listId));
        }
        return CryptocomOrders.cancelled(
                rest.cancelGroup(listId.substring(0, dash), listId.substring(dash + 1))
                        .about(instrument.id()));
    }
}
