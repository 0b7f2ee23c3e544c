/** Main: reads configuration, builds everything and starts it. The only place that knows all. */
@NullMarked
package dev.k2.app;

import org.jspecify.annotations.NullMarked;
