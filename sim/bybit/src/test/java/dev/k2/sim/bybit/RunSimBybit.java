package dev.k2.sim.bybit;

import dev.k2.sim.HandRun;

/** Runs the simulated Bybit by hand: first argument the port base, then a state directory, then recordings. */
final class RunSimBybit {
    private RunSimBybit() {}

    public static void main(String[] args) throws InterruptedException {
        HandRun.of(new SimBybit(), args);
    }
}
