package dev.k2.gateway;

/** One topic that one socket reads, and how far it is told. Used on the socket's event loop. */
final class Reading {
    /** The newest state is to be told before anything else. */
    boolean missed = true;

    /** Of the book message told last. */
    long seq;

    private final StreamSocket socket;
    private final Topic topic;

    Reading(StreamSocket socket, Topic topic) {
        this.socket = socket;
        this.topic = topic;
    }

    StreamSocket socket() {
        return socket;
    }

    Topic topic() {
        return topic;
    }
}
