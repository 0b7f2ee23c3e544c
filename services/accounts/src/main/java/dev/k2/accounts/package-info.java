/** People, their sessions, and their links to exchanges with sealed credentials. */
@NullMarked
package dev.k2.accounts;

import org.jspecify.annotations.NullMarked;
