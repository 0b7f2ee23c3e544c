package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of Crypto.com's, each element in our words. */
final class CryptocomReading {
    private CryptocomReading() {}

    /** What one element means; empty for what K2 does not know of. */
    interface Element<T> {
        Optional<T> read(JsonNode element) throws JsonProcessingException, UnknownWord;
    }

    /** Reads a list. */
    static <T> Reply<List<T>> each(
            String operation, CryptocomRestWire.Page page, Element<T> element) {
        List<T> read = new ArrayList<>();
        try {
            for (JsonNode node : page.data()) {
                element.read(node).ifPresent(read::add);
            }
            return new Reply.Ok<>(read);
        } catch (JsonProcessingException unreadable) {
            return failed(CryptocomErrors.ALL.unreadable(operation, unreadable));
        } catch (UnknownWord unknown) {
            return failed(CryptocomErrors.unreadable(operation, unknown));
        }
    }

    /** Reads a list that was asked for. */
    static <T> Answer<List<T>> answer(
            String operation, Reply<CryptocomRestWire.Page> asked, Element<T> element) {
        return asked.flatAnswer(page -> each(operation, page, element).answer(read -> read));
    }

    /** Reads the one element that a list has. */
    static <T> Answer<T> first(
            String operation, Reply<CryptocomRestWire.Page> asked, Element<T> element) {
        return switch (answer(operation, asked, element)) {
            case Answer.Failed<List<T>>(ExchangeError error) -> new Answer.Failed<>(error);
            case Answer.Ok<List<T>>(List<T> read) ->
                    read.isEmpty()
                            ? new Answer.Failed<>(
                                    CryptocomErrors.ALL.unreadable(operation, "an empty list"))
                            : new Answer.Ok<>(read.getFirst());
        };
    }

    static <T> T wire(JsonNode node, Class<T> type) throws JsonProcessingException {
        return Json.lenient().treeToValue(node, type);
    }

    static <T> Reply<T> failed(ExchangeError error) {
        return new Reply.Failed<>(Certainty.UNCLEAR, error);
    }
}
