package dev.k2.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** One simulated exchange that a row of the fault matrix has for itself; heals it in the end. */
record Stage(Simulation simulation, Wire wire) implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Has something go wrong here, in place of the last of its kind.
     *
     * @param kind of fault, as the administration calls it
     */
    void put(String kind, Map<String, Object> settings) {
        ObjectNode fault = JSON.valueToTree(settings);
        fault.put("id", wire.exchange() + "-" + kind)
                .put("kind", kind)
                .put("exchange", wire.exchange());
        simulation.put(fault.toString());
    }

    void heal() {
        simulation.heal(wire.exchange());
    }

    /** The house takes from the book. */
    void take(String side, String quantity) {
        simulation.take(wire.exchange(), wire.market().symbol(), side, quantity);
    }

    /** Ends a row that this exchange cannot come to; the report says why. */
    void cannot(String why) {
        Assumptions.abort(wire.exchange() + ": " + why);
    }

    @Override
    public void close() {
        heal();
    }

    @Override
    public String toString() {
        return wire.exchange();
    }
}
