/** Who did what, when and from where: a log that can be added to, and in which every change shows. */
@NullMarked
package dev.k2.audit;

import org.jspecify.annotations.NullMarked;
