package dev.k2.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a program prints while it runs. */
final class Printed {
    private static final Object ONE_AT_A_TIME = new Object();

    private Printed() {}

    /** A program. */
    @FunctionalInterface
    interface Run {
        void run() throws InterruptedException;
    }

    static List<String> lines(Run program) {
        synchronized (ONE_AT_A_TIME) {
            PrintStream before = System.out;
            var bytes = new ByteArrayOutputStream();
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            try {
                program.run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new AssertionError("the example was interrupted", stopped);
            } finally {
                System.setOut(before);
            }
            return bytes.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }
}
