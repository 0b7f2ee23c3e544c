package dev.k2.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How rows are written for programs and spreadsheets. */
public enum AuditFormat {
    /** A heading, then one row a line, as RFC 4180 has it. */
    CSV("text/csv; charset=utf-8"),
    /** One JSON object a line. */
    JSONL("application/jsonl");

    private static final List<String> COLUMNS =
            List.of(
                    "seq",
                    "at",
                    "kind",
                    "action",
                    "user_id",
                    "session_id",
                    "address",
                    "object",
                    "outcome",
                    "request_id",
                    "details",
                    "key_version",
                    "hash");

    private final String contentType;

    AuditFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The format of that name. */
    public static Optional<AuditFormat> parse(String text) {
        return Arrays.stream(values()).filter(format -> format.text().equals(text)).findFirst();
    }

    /** As it is called in requests, and how a file's name ends. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a browser is told. */
    public String contentType() {
        return contentType;
    }

    /** What stands before all rows. */
    public String heading() {
        return switch (this) {
            case CSV -> String.join(",", COLUMNS) + "\r\n";
            case JSONL -> "";
        };
    }

    /** One row with its end of line. */
    public String line(AuditRow row) {
        return switch (this) {
            case CSV -> csv(row);
            case JSONL -> AuditJson.row(row) + "\n";
        };
    }

    private static String csv(AuditRow row) {
        var event = row.event();
        return List.of(
                                Long.toString(row.seq()),
                                event.at().toString(),
                                event.kind().text(),
                                event.action(),
                                event.user().map(Object::toString).orElse(""),
                                event.session().map(Object::toString).orElse(""),
                                event.address(),
                                event.object(),
                                event.outcome(),
                                event.requestId(),
                                AuditJson.details(event.details()),
                                Integer.toString(row.keyVersion()),
                                row.hash())
                        .stream()
                        .map(AuditFormat::cell)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /** Quoted, and with a mark before what a spreadsheet would take for a formula. */
    private static String cell(String text) {
        boolean formula =
                !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 && !text.matches("-?[0-9]+");
        var safe = formula ? "'" + text : text;
        return safe.matches("[A-Za-z0-9_.:-]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
