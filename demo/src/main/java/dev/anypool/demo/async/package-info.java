/** An event loop that stays responsive while workers compute. */
@NullMarked
package dev.anypool.demo.async;

import org.jspecify.annotations.NullMarked;
