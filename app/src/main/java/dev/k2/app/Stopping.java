package dev.k2.app;

import java.util.concurrent.CountDownLatch;

/** Ctrl-C and SIGTERM: what runs is stopped in order before the process ends. */
final class Stopping {
    private Stopping() {}

    /**
     * Registers the stop, then says that everything is ready, and waits until the process is told
     * to end. The process ends when the stop has run.
     */
    static void untilStopped(Runnable stop, Runnable ready) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "k2-stop"));
        ready.run();
        new CountDownLatch(1).await();
    }
}
