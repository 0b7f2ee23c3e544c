package dev.k2.gateway;

/** Answers one operation of the contract. It may block its (virtual) thread. */
@FunctionalInterface
interface Call {
    Reply answer(Asked asked);
}
