/** Tests that start K2 as a person would and look at it from outside. */
@NullMarked
package dev.k2.e2e;

import org.jspecify.annotations.NullMarked;
