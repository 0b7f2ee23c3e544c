package dev.k2.audit;

import java.util.Map;
import java.util.TreeMap;

/** Makes what came from outside fit for a log: one line, no control characters, not too long. */
final class AuditText {
    private static final int DETAILS_MAX = 30;
    private static final int DETAIL_MAX = 300;

    private AuditText() {}

    /** Control characters and whatever ends a line are spelled out, so that no value makes a second line anywhere. */
    static String clean(String text, int longest) {
        var clean = new StringBuilder();
        for (int at = 0; at < text.length() && clean.length() < longest; ) {
            int letter = text.codePointAt(at);
            at += Character.charCount(letter);
            if (isUnfit(letter)) {
                clean.append("\\u%04x".formatted(letter));
            } else {
                clean.appendCodePoint(letter);
            }
        }
        return clean.length() <= longest ? clean.toString() : cut(clean, longest);
    }

    static Map<String, String> clean(Map<String, String> details) {
        Map<String, String> clean = new TreeMap<>();
        details.forEach(
                (name, value) -> {
                    if (clean.size() < DETAILS_MAX) {
                        clean.put(clean(name, 60), clean(value, DETAIL_MAX));
                    }
                });
        return clean;
    }

    private static String cut(StringBuilder text, int longest) {
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }

    private static boolean isUnfit(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.FORMAT ->
                    true;
            default -> false;
        };
    }
}
