package dev.anypool.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Makes values of every kind that travels, always the same for a seed. */
final class RandomValues {
    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    /** A value, nested at most so deep. */
    Object next(int depth) {
        return switch (random.nextInt(depth > 0 ? 18 : 14)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> Double.longBitsToDouble(random.nextLong());
            case 4 -> random.nextBoolean();
            case 5 -> text();
            case 6 -> bytes();
            case 7 -> (byte) random.nextInt();
            case 8 -> (char) random.nextInt();
            case 9 -> (short) random.nextInt();
            case 10 -> Float.intBitsToFloat(random.nextInt());
            case 11 -> TimeUnit.values()[random.nextInt(7)];
            case 12 -> random.ints(random.nextInt(20)).toArray();
            case 13 -> new java.math.BigInteger(random.nextInt(200), random);
            case 14 -> list(depth - 1);
            case 15 -> set(depth - 1);
            case 16 -> map(depth - 1);
            default -> new Object[] {next(depth - 1), next(depth - 1)};
        };
    }

    /** Any characters there are, lone surrogates included. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(40); count > 0; count--) {
            switch (random.nextInt(5)) {
                case 0 -> text.append((char) random.nextInt(128));
                case 1 -> text.append((char) random.nextInt(0x10000));
                case 2 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                case 3 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                default -> text.append('\0');
            }
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int count = random.nextInt(6); count > 0; count--) {
            list.add(next(depth));
        }
        return list;
    }

    private Set<Object> set(int depth) {
        Set<Object> set = new HashSet<>();
        for (int count = random.nextInt(6); count > 0; count--) {
            set.add(text() + depth);
        }
        return set;
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new HashMap<>();
        for (int count = random.nextInt(6); count > 0; count--) {
            map.put(text(), next(depth));
        }
        return map;
    }

    /** The same value with lists in the place of arrays, which know no equality of content. */
    static Object comparable(Object value) {
        if (value instanceof Object[] array) {
            return Arrays.stream(array).map(RandomValues::comparable).collect(Collectors.toCollection(ArrayList::new));
        } else if (value instanceof int[] array) {
            return Arrays.toString(array);
        } else if (value instanceof byte[] array) {
            return Arrays.toString(array);
        } else if (value instanceof List<?> list) {
            return list.stream().map(RandomValues::comparable).collect(Collectors.toCollection(ArrayList::new));
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new HashMap<>();
            map.forEach((key, content) -> copy.put(key, comparable(content)));
            return copy;
        }
        return value;
    }
}
