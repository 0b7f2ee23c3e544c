package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.bybit.BybitParse.UnknownWord;
import dev.k2.exchange.bybit.BybitRestWire.Page;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Pages;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Lists that come in pages, each element in our words. */
final class BybitReading {
    private BybitReading() {}

    /** What one element means; empty for what K2 does not know of. */
    interface Element<T> {
        Optional<T> read(JsonNode element) throws JsonProcessingException, UnknownWord;
    }

    /** The same for an element that always means something. */
    interface Whole<T> {
        T read(JsonNode element) throws JsonProcessingException, UnknownWord;
    }

    /** Asks for one page. */
    interface Asking {
        Reply<Page> page(Map<String, String> parameters);
    }

    /** Reads all pages of a question. */
    static <T> Answer<List<T>> all(
            String operation, Map<String, String> question, Asking asking, Element<T> element) {
        return Pages.all(
                cursor -> page(operation, question, cursor, asking, element), tooMany(operation));
    }

    /** Reads all pages of all windows of a range of time. */
    static <T> Answer<List<T>> inWindows(
            String operation,
            Instant from,
            Instant to,
            Duration window,
            Map<String, String> question,
            Asking asking,
            Element<T> element) {
        return Pages.inWindows(
                from,
                to,
                window,
                (start, end) -> {
                    Map<String, String> timed = new LinkedHashMap<>(question);
                    timed.put("startTime", Long.toString(start));
                    timed.put("endTime", Long.toString(end));
                    return cursor -> page(operation, timed, cursor, asking, element);
                },
                tooMany(operation));
    }

    /** Reads the one element that a list has. */
    static <T> Answer<T> first(String operation, Page page, Whole<T> whole) {
        return switch (each(operation, page, node -> Optional.of(whole.read(node)))) {
            case Reply.Failed<List<T>> failed -> new Answer.Failed<>(failed.error());
            case Reply.Ok<List<T>>(List<T> read) ->
                    read.isEmpty()
                            ? new Answer.Failed<>(
                                    BybitErrors.ALL.unreadable(operation, "an empty list"))
                            : new Answer.Ok<>(read.getFirst());
        };
    }

    /** Reads what stands on one page. */
    static <T> Reply<List<T>> each(String operation, Page page, Element<T> element) {
        List<T> read = new ArrayList<>();
        try {
            for (JsonNode node : page.list()) {
                element.read(node).ifPresent(read::add);
            }
            return new Reply.Ok<>(read);
        } catch (JsonProcessingException unreadable) {
            return failed(BybitErrors.ALL.unreadable(operation, unreadable));
        } catch (UnknownWord unknown) {
            return failed(BybitErrors.unreadable(operation, unknown));
        }
    }

    static <T> T wire(JsonNode node, Class<T> type) throws JsonProcessingException {
        return Json.lenient().treeToValue(node, type);
    }

    private static <T> Reply<Pages.Page<T>> page(
            String operation,
            Map<String, String> question,
            Optional<String> cursor,
            Asking asking,
            Element<T> element) {
        Map<String, String> parameters = new LinkedHashMap<>(question);
        cursor.ifPresent(next -> parameters.put("cursor", next));
        return switch (asking.page(parameters)) {
            case Reply.Failed<Page>(Certainty certainty, ExchangeError error) ->
                    new Reply.Failed<>(certainty, error);
            // Some lists have a cursor on their last page, behind which nothing is.
            case Reply.Ok<Page>(Page page) ->
                    each(operation, page, element)
                            .map(
                                    rows ->
                                            new Pages.Page<>(
                                                    rows,
                                                    page.list().isEmpty()
                                                            ? Optional.empty()
                                                            : BybitRest.next(page)));
        };
    }

    private static <T> Reply<T> failed(ExchangeError error) {
        return new Reply.Failed<>(Certainty.UNCLEAR, error);
    }

    private static IntFunction<ExchangeError> tooMany(String operation) {
        return read ->
                BybitErrors.ALL.local(
                        operation, ErrorCategory.VALIDATION, "There are more than " + read);
    }
}
