package dev.anypool.demo.mapreduce;

import java.nio.charset.StandardCharsets;

/**
 * Splits text into words and counts them: runs of letters and digits, in lower case. The text is UTF-8 and comes in pieces
 * of any size; malformed bytes separate words, as the replacement character in their place would.
 *
 * <p>Of a word longer than {@value #LONGEST} bytes only the beginning is kept, so that a file without any separator does not
 * fill the memory.
 *
 * <p>Used by one thread at a time.
 */
final class TextWords {
    private static final int LONGEST = 4_096;

    /** The small letter or digit for each ASCII character, 0 for a separator. */
    private static final byte[] ASCII = ascii();

    private final WordCounts counts;
    private final byte[] word = new byte[LONGEST];
    private int length;

    /** How many bytes of the character that is being read are still to come; 0 between characters. */
    private int toCome;

    private int codePoint;

    /** The smallest code point that may be written with as many bytes as this one. */
    private int smallest;

    TextWords(WordCounts counts) {
        this.counts = counts;
    }

    private static byte[] ascii() {
        byte[] ascii = new byte[128];
        for (char c = 0; c < ascii.length; c++) {
            ascii[c] = Character.isLetterOrDigit(c) ? (byte) Character.toLowerCase(c) : 0;
        }
        return ascii;
    }

    /** Takes the next piece of the text. */
    void accept(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            byte next = text[i];
            if (next < 0) {
                beyondAscii(next);
                continue;
            }
            byte letter = ASCII[next];
            if (letter == 0 || toCome > 0) {
                separate();
            }
            if (letter != 0 && length < LONGEST) {
                word[length++] = letter;
            }
        }
    }

    /** Ends the text; what comes next is another one. */
    void finish() {
        separate();
    }

    private void separate() {
        toCome = 0;
        if (length > 0) {
            counts.add(word, 0, length);
            length = 0;
        }
    }

    private void beyondAscii(byte next) {
        int bits = next & 0xFF;
        if (bits < 0xC0) {
            continuation(bits);
        } else if (bits < 0xE0) {
            lead(bits & 0x1F, 1, 0x80);
        } else if (bits < 0xF0) {
            lead(bits & 0x0F, 2, 0x800);
        } else {
            lead(bits & 0x07, 3, 0x1_0000);
        }
    }

    private void lead(int bits, int continuations, int smallestAllowed) {
        if (toCome > 0) {
            separate();
        }
        codePoint = bits;
        toCome = continuations;
        smallest = smallestAllowed;
    }

    private void continuation(int bits) {
        if (toCome == 0) {
            separate();
            return;
        }
        codePoint = codePoint << 6 | bits & 0x3F;
        toCome--;
        if (toCome == 0) {
            character();
        }
    }

    private void character() {
        boolean valid = codePoint >= smallest && Character.isValidCodePoint(codePoint);
        if (!valid || !Character.isLetterOrDigit(codePoint)) { // no surrogate is a letter
            separate();
            return;
        }
        byte[] letter = Character.toString(Character.toLowerCase(codePoint)).getBytes(StandardCharsets.UTF_8);
        if (length + letter.length <= LONGEST) {
            System.arraycopy(letter, 0, word, length, letter.length);
            length += letter.length;
        }
    }
}
