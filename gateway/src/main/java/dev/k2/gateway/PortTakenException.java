package dev.k2.gateway;

/** The port cannot be opened: somebody else has it, or the address is not of this machine. */
public final class PortTakenException extends RuntimeException {
    PortTakenException(Throwable cause) {
        super("the port cannot be opened: " + cause.getMessage(), cause);
    }
}
