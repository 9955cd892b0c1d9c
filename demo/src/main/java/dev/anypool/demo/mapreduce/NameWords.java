package dev.anypool.demo.mapreduce;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Splits names into words and counts them: {@code java/net/HttpURLConnection$1} into java, net, http, url and connection.
 *
 * <p>A word ends where a capital follows a small letter, before the last of several capitals that a small letter follows,
 * and at everything that is no letter, digits included. Names that only the class file format has, {@code <init>} and
 * {@code <clinit>}, have no words.
 */
final class NameWords implements Consumer<String> {
    private static final Pattern BETWEEN_WORDS = Pattern.compile(
            "[^\\p{L}]+" // no letters
                    + "|(?<=\\p{Ll})(?=\\p{Lu})" // small, capital
                    + "|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})"); // capital, capital and small

    private final WordCounts counts;

    NameWords(WordCounts counts) {
        this.counts = counts;
    }

    @Override
    public void accept(String name) {
        if (name.startsWith("<")) {
            return;
        }
        for (String word : BETWEEN_WORDS.split(name)) {
            if (!word.isEmpty()) {
                counts.add(word.toLowerCase(Locale.ROOT));
            }
        }
    }
}
