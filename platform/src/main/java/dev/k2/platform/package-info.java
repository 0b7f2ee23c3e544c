/** What every service stands on: clock, configuration, lifecycle, database, events, secrets, metrics and logs. */
@NullMarked
package dev.k2.platform;

import org.jspecify.annotations.NullMarked;
