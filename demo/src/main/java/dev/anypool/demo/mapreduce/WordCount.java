package dev.anypool.demo.mapreduce;

import java.util.Comparator;

/**
 * A word and how often it occurs.
 *
 * @param word the word in lower case
 * @param count how often
 */
public record WordCount(String word, long count) {

    /** The most frequent first, equally frequent ones in alphabetical order. */
    static final Comparator<WordCount> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(WordCount::count).reversed().thenComparing(WordCount::word);
}
