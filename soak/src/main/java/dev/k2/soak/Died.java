package dev.k2.soak;

/** The process in which this is thrown is dead: nothing in it may go on, or catch it. */
final class Died extends Error {
    private static final long serialVersionUID = 1;

    Died() {
        super("the process died here", null, false, false);
    }
}
