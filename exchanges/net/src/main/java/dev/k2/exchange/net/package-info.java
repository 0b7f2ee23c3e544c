/** The one house of sockets: HTTP, WebSocket, rate limits, signing and the scanner of hot messages. */
@NullMarked
package dev.k2.exchange.net;

import org.jspecify.annotations.NullMarked;
