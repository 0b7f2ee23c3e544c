package dev.k2.marketdata;

import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.util.List;

/**
 * What a reload of an exchange's instruments showed.
 *
 * @param appeared instruments that were not listed before
 * @param changed instruments whose status or rules differ, as they are now
 * @param disappeared instruments that are no longer listed, as they were
 */
public record CatalogChange(
        ExchangeId exchange,
        List<Instrument> appeared,
        List<Instrument> changed,
        List<Instrument> disappeared) {
    public CatalogChange {
        appeared = List.copyOf(appeared);
        changed = List.copyOf(changed);
        disappeared = List.copyOf(disappeared);
    }

    public boolean isEmpty() {
        return appeared.isEmpty() && changed.isEmpty() && disappeared.isEmpty();
    }
}
