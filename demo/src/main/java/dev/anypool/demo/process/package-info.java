/** Runs a few targets in processes of their own, and shows how each ends. */
@NullMarked
package dev.anypool.demo.process;

import org.jspecify.annotations.NullMarked;
