package dev.k2.sim;

import java.util.List;

/** Somebody who is told what happens in the engine. Called on the engine's thread; it must not call back. */
public interface EngineListener {
    void on(EngineEvent event);

    /** A whole command is done: everything it caused has been told. */
    void commandDone(List<Market> touched);
}
