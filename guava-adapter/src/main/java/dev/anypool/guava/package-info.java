/** Pools and futures of Anypool in the shapes of Guava: see {@link dev.anypool.guava.Listening}. */
@NullMarked
package dev.anypool.guava;

import org.jspecify.annotations.NullMarked;
