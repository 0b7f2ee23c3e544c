/** HTTP and the stream that clients see: the contract, the envelope and the fan-out. */
@NullMarked
package dev.k2.gateway;

import org.jspecify.annotations.NullMarked;
