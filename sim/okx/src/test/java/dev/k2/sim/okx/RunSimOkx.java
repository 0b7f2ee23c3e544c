package dev.k2.sim.okx;

import dev.k2.sim.HandRun;

/** Runs the simulated OKX by hand: first argument the port base, then a state directory, then recordings. */
final class RunSimOkx {
    private RunSimOkx() {}

    public static void main(String[] args) throws InterruptedException {
        HandRun.of(new SimOkx(), args);
    }
}
