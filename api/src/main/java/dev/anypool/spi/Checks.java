package dev.anypool.spi;

import java.time.Duration;
import java.util.Objects;

/** Checks of options that name the option, what was given and what is allowed. */
public final class Checks {
    private Checks() {}

    /**
     * Checks a lower bound.
     *
     * @param option the option's name
     * @param least the least value allowed
     * @param value the value given
     * @return the value
     * @throws IllegalArgumentException if the value is too small
     */
    public static int atLeast(String option, int least, int value) {
        return between(option, least, Integer.MAX_VALUE, value);
    }

    /**
     * Checks both bounds.
     *
     * @param option the option's name
     * @param least the least value allowed
     * @param most the greatest value allowed
     * @param value the value given
     * @return the value
     * @throws IllegalArgumentException if the value is out of range
     */
    public static int between(String option, int least, int most, int value) {
        if (value < least || value > most) {
            String range = most == Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
            throw new IllegalArgumentException(option + " must be " + range + ", but is " + value);
        }
        return value;
    }

    /**
     * Checks that a text says something.
     *
     * @param option the option's name
     * @param value the value given
     * @return the value
     * @throws IllegalArgumentException if the value is blank
     */
    public static String notBlank(String option, String value) {
        if (Objects.requireNonNull(value, option).isBlank()) {
            throw new IllegalArgumentException(option + " must not be blank");
        }
        return value;
    }

    /**
     * Checks that a duration is more than zero.
     *
     * @param option the option's name
     * @param value the value given
     * @return the value
     * @throws IllegalArgumentException if the value is zero or negative
     */
    public static Duration positive(String option, Duration value) {
        if (Objects.requireNonNull(value, option).isZero()) {
            throw new IllegalArgumentException(option + " must be more than zero, but is " + value);
        }
        return notNegative(option, value);
    }

    /**
     * Checks that a duration is zero or more.
     *
     * @param option the option's name
     * @param value the value given
     * @return the value
     * @throws IllegalArgumentException if the value is negative
     */
    public static Duration notNegative(String option, Duration value) {
        if (Objects.requireNonNull(value, option).isNegative()) {
            throw new IllegalArgumentException(option + " must not be negative, but is " + value);
        }
        return value;
    }
}
