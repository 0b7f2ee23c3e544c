package dev.k2.platform;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong below us, in words a person can use. */
final class Causes {
    private static final int LONGEST = 300;

    private Causes() {}

    /** The reason of a failed file operation, without the path, which the caller names. */
    static String sentence(Throwable failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "the right to do so is missing";
            case NoSuchFileException missing -> "it does not exist";
            case NotDirectoryException file -> "it is not a directory";
            case FileSystemException other when other.getReason() != null ->
                    String.valueOf(other.getReason());
            default -> oneLine(failure);
        };
    }

    /** The first line of its message, cut at a readable length. */
    static String oneLine(Throwable failure) {
        var message =
                failure.getMessage() == null
                        ? failure.getClass().getSimpleName()
                        : failure.getMessage();
        var line =
                message.lines()
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }
}
