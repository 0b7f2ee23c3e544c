package dev.k2.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Keeps the journal's entries as text, and makes another engine of them. */
final class WrittenDown implements EngineListener {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> lines;

    WrittenDown(List<String> lines) {
        this.lines = lines;
    }

    @Override
    public void on(EngineEvent event) {
        var entry = JournalWords.written(event);
        if (entry != null) {
            lines.add(entry.toString());
        }
    }

    @Override
    public void commandDone(List<Market> touched) {
        // Entries are kept one by one.
    }

    /** The accounts begin as {@link TestFloor} gives them. */
    static MatchingEngine replay(TestFloor original, List<String> lines) {
        MatchingEngine engine = new MatchingEngine(original.engine.clock());
        engine.open(original.market.listing());
        Restoration restoration = engine.restoration();
        for (Account account : List.of(original.ann, original.ben)) {
            restoration.account(
                    Account.customer(account.name(), account.number(), account.key(), Fees.USUAL));
            restoration.deposited(account.name(), "BTC", new java.math.BigDecimal("10"), 1);
            restoration.deposited(account.name(), "USDT", new java.math.BigDecimal("10000"), 1);
        }
        try {
            for (String line : lines) {
                JournalWords.read(JSON.readTree(line), restoration);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        restoration.finish();
        return engine;
    }
}
