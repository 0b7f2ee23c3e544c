package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.bybit.BybitParse.UnknownWord;
import dev.k2.exchange.bybit.BybitRestWire.Page;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists that come in pages, whole, and each element in our words. */
final class BybitReading {
    private static final int PAGES_MAX = 1_000;

    private BybitReading() {}

    /** What one element means; empty for what K2 does not know of. */
    interface Element<T> {
        Optional<T> read(JsonNode element) throws JsonProcessingException, UnknownWord;
    }

    /** Asks for one page. */
    interface Asking {
        Reply<Page> page(Map<String, String> parameters);
    }

    /** Reads all pages of a question. */
    static <T> Answer<List<T>> all(
            String operation, Map<String, String> question, Asking asking, Element<T> element) {
        List<T> read = new ArrayList<>();
        Map<String, String> parameters = new LinkedHashMap<>(question);
        for (int count = 0; count < PAGES_MAX; count++) {
            switch (asking.page(parameters)) {
                case Reply.Failed<Page> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<Page>(Page page) -> {
                    Optional<ExchangeError> unreadable = each(operation, page, element, read);
                    if (unreadable.isPresent()) {
                        return new Answer.Failed<>(unreadable.get());
                    }
                    Optional<String> next = BybitRest.next(page);
                    // Some lists have a cursor on their last page, behind which nothing is.
                    if (next.isEmpty() || page.list().isEmpty()) {
                        return new Answer.Ok<>(read);
                    }
                    parameters.put("cursor", next.get());
                }
            }
        }
        return new Answer.Failed<>(
                BybitErrors.ALL.local(
                        operation,
                        ErrorCategory.VALIDATION,
                        "There are more than " + read.size() + " of them"));
    }

    private static <T> Optional<ExchangeError> each(
            String operation, Page page, Element<T> element, List<T> read) {
        try {
            for (JsonNode node : page.list()) {
                element.read(node).ifPresent(read::add);
            }
            return Optional.empty();
        } catch (JsonProcessingException unreadable) {
            return Optional.of(BybitErrors.ALL.unreadable(operation, unreadable));
        } catch (UnknownWord unknown) {
            return Optional.of(BybitErrors.unreadable(operation, unknown));
        }
    }

    static <T> T wire(JsonNode node, Class<T> type) throws JsonProcessingException {
        return Json.lenient().treeToValue(node, type);
    }
}
