package dev.anypool.demo.titles;

import dev.anypool.Worker;
import java.io.Serializable;

/**
 * A page's title.
 *
 * @param text the title
 * @param worker who fetched it
 */
record Title(String text, Worker worker) implements Serializable {}
