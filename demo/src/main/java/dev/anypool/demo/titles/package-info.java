/** Fetches the titles of pages that a small HTTP server on the loopback interface serves. */
@NullMarked
package dev.anypool.demo.titles;

import org.jspecify.annotations.NullMarked;
