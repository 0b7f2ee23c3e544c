package dev.k2.sim.binance;

import dev.k2.sim.HandRun;

/** Runs the simulated Binance by hand: first argument the port base, then a state directory, then recordings. */
final class RunSimBinance {
    private RunSimBinance() {}

    public static void main(String[] args) throws InterruptedException {
        HandRun.of(new SimBinance(), args);
    }
}
