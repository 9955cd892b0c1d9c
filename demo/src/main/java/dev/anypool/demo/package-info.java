/**
 * The demo's command line and what its commands share: the pool they open, the bar or line that they draw and the one line they say
 * when something is wrong.
 */
@NullMarked
package dev.anypool.demo;

import org.jspecify.annotations.NullMarked;
