package dev.anypool.spi;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One key of the configuration, and how its value is read.
 *
 * @param <T> the type of the value
 */
public final class Key<T> {
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([kKmMgG]?)");

    private final String name;
    private final String allowed;
    private final Function<String, T> parser;

    private Key(String name, String allowed, Function<String, T> parser) {
        this.name = Checks.notBlank("Key.name", name);
        this.allowed = allowed;
        this.parser = Objects.requireNonNull(parser, "parser");
    }

    /**
     * A key with a parser of its own.
     *
     * @param name the key's name
     * @param allowed what values are allowed, to end the sentence "allowed is …"
     * @param parser reads the value; throws {@link IllegalArgumentException} if it is not allowed
     * @param <T> the type of the value
     * @return the key
     */
    public static <T> Key<T> of(String name, String allowed, Function<String, T> parser) {
        return new Key<>(name, allowed, parser);
    }

    /**
     * A key for any text that is not blank.
     *
     * @param name the key's name
     * @return the key
     */
    public static Key<String> text(String name) {
        return of(name, "any text that is not blank", text -> Checks.notBlank(name, text));
    }

    /**
     * A key for a whole number.
     *
     * @param name the key's name
     * @param least the least number allowed
     * @return the key
     */
    public static Key<Integer> count(String name, int least) {
        return count(name, least, Integer.MAX_VALUE);
    }

    /**
     * A key for a whole number within bounds.
     *
     * @param name the key's name
     * @param least the least number allowed
     * @param most the greatest number allowed
     * @return the key
     */
    public static Key<Integer> count(String name, int least, int most) {
        String range = most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
        return of(name, "a whole number " + range, text -> Checks.between(name, least, most, Integer.parseInt(text)));
    }

    /**
     * A key for {@code true} or {@code false}.
     *
     * @param name the key's name
     * @return the key
     */
    public static Key<Boolean> flag(String name) {
        return of(name, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /**
     * A key for a duration, such as {@code 500ms}, {@code 2s}, {@code 5m} or ISO-8601's {@code PT2S}.
     *
     * @param name the key's name
     * @return the key
     */
    public static Key<Duration> duration(String name) {
        return of(name, "a duration such as 500ms, 2s, 5m, 1h or PT2S", text -> {
            Matcher matcher = DURATION.matcher(text);
            if (matcher.matches()) {
                long amount = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                };
            }
            try {
                return Checks.notNegative(name, Duration.parse(text));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(text, e);
            }
        });
    }

    /**
     * A key for a duration that is more than zero, written as for {@link #duration}.
     *
     * @param name the key's name
     * @return the key
     */
    public static Key<Duration> limit(String name) {
        Key<Duration> duration = duration(name);
        return of(
                name,
                duration.allowed + ", and more than zero",
                text -> Checks.positive(name, duration.parser.apply(text)));
    }

    /**
     * A key for a number of bytes, such as {@code 512m}; k, m and g stand for powers of 1,024.
     *
     * @param name the key's name
     * @return the key
     */
    public static Key<Long> bytes(String name) {
        return of(name, "a number of bytes such as 65536, 512m or 2g", text -> {
            Matcher matcher = SIZE.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(text);
            }
            long factor = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "k" -> 1L << 10;
                case "m" -> 1L << 20;
                case "g" -> 1L << 30;
                default -> 1L;
            };
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
        });
    }

    /**
     * A key for one of an enum's constants, written in lower case with hyphens.
     *
     * @param name the key's name
     * @param type the enum
     * @param <E> the enum
     * @return the key
     */
    public static <E extends Enum<E>> Key<E> choice(String name, Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        String allowed = constants.stream().map(Key::spell).collect(Collectors.joining(", "));
        return of(
                name,
                allowed,
                text -> constants.stream()
                        .filter(constant -> spell(constant).equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    /**
     * A key for a list of words divided by white space.
     *
     * @param name the key's name
     * @return the key
     */
    public static Key<List<String>> words(String name) {
        return of(
                name,
                "words divided by spaces",
                text -> Arrays.stream(text.strip().split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    /**
     * Returns the key's name.
     *
     * @return the name, such as {@code anypool.workers}
     */
    public String name() {
        return name;
    }

    /**
     * Returns the name of the variable that sets the key in the environment.
     *
     * @return the name, such as {@code ANYPOOL_WORKERS}
     */
    public String environmentName() {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * Reads a value.
     *
     * @param text the value as text
     * @param source where it was found, for the error
     * @return the value
     * @throws IllegalArgumentException if the value is not allowed; names key, value, source and what is allowed
     */
    T parse(String text, String source) {
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    name + " = '" + text + "' (from " + source + ") is not valid; allowed is " + allowed, e);
        }
    }

    private static String spell(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return name;
    }
}
