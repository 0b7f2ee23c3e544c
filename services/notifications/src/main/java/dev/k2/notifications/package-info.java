/** What people are told: kept, read, and handed on as events. */
@NullMarked
package dev.k2.notifications;

import org.jspecify.annotations.NullMarked;
