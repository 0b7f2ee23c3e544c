package dev.k2.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who listens to which public topic, and the faults that strike on the way to them. */
public final class TopicHub {
    private static final int FORMS = 2;

    private final VenueFaults faults;
    private final Map<String, Set<Ear>> listeners = new HashMap<>();
    private final Map<String, String[]> heldBack = new HashMap<>();

    public TopicHub(VenueFaults faults) {
        this.faults = faults;
    }

    /** Somebody who listens. */
    public interface Ear {
        /** Which of a message's two forms he wants, 0 or 1. */
        int form();

        void hear(String topic, String text);
    }

    /** Writes a message in one of its two forms. */
    public interface Message {
        String text(int form);
    }

    public void join(String topic, Ear ear) {
        listeners.computeIfAbsent(topic, s -> new LinkedHashSet<>()).add(ear);
    }

    public void leave(String topic, Ear ear) {
        Set<Ear> joined = listeners.get(topic);
        if (joined != null && joined.remove(ear) && joined.isEmpty()) {
            listeners.remove(topic);
            heldBack.remove(topic);
        }
    }

    public boolean isWanted(String topic) {
        return listeners.containsKey(topic);
    }

    /** The topics somebody listens to that begin like this. */
    public List<String> wanted(String prefix) {
        List<String> found = new ArrayList<>();
        for (String topic : listeners.keySet()) {
            if (topic.startsWith(prefix)) {
                found.add(topic);
            }
        }
        return found;
    }

    /** Tells everybody who listens. Faults know it as the operation {@code stream:kind}. */
    public void publish(String kind, @Nullable Market market, String topic, Message message) {
        Set<Ear> joined = listeners.get(topic);
        if (joined == null) {
            return;
        }
        Target target = Target.of("stream:" + kind, market);
        if (strikes(Fault.Kind.SILENCE, target) || strikes(Fault.Kind.SKIP_MESSAGE, target)) {
            return;
        }
        boolean reorder = strikes(Fault.Kind.REORDER_MESSAGE, target);
        boolean twice = strikes(Fault.Kind.DUPLICATE_MESSAGE, target);
        boolean malformed = strikes(Fault.Kind.MALFORMED_MESSAGE, target);
        String[] texts = new String[FORMS];
        String[] held = heldBack.remove(topic);
        if (reorder && held == null) {
            heldBack.put(topic, new String[] {message.text(0), message.text(1)});
            return;
        }
        for (Ear ear : List.copyOf(joined)) {
            int form = ear.form();
            if (texts[form] == null) {
                String whole = message.text(form);
                texts[form] = malformed ? whole.substring(0, whole.length() / 2) : whole;
            }
            ear.hear(topic, texts[form]);
            if (twice) {
                ear.hear(topic, texts[form]);
            }
            if (held != null) {
                ear.hear(topic, held[form]);
            }
        }
    }

    private boolean strikes(Fault.Kind kind, Target target) {
        return faults.strikes(kind, target).isPresent();
    }
}
