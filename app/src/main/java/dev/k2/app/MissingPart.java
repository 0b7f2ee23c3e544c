package dev.k2.app;

import dev.k2.platform.StartFailure;
import java.util.List;

/**
 * Something without which mode paper does not start.
 *
 * @param part what is missing
 * @param reason why, for a person
 * @param remedy what to do about it
 */
record MissingPart(String part, String reason, String remedy) {
    MissingPart {
        reason = reason.replaceAll("\\s+", " ").strip();
    }

    /** All of them in one block, so that a person mends them in one go. */
    static StartFailure refusal(List<MissingPart> missing) {
        StringBuilder block = new StringBuilder("Mode paper does not start.");
        for (MissingPart part : missing) {
            block.append("\n\n  missing: ")
                    .append(part.part())
                    .append("\n  reason:  ")
                    .append(part.reason())
                    .append("\n  remedy:  ")
                    .append(part.remedy());
        }
        return new StartFailure(
                block.append("\n\n").toString(), "Nothing falls back to simulation.");
    }
}
