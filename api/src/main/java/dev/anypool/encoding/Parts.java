package dev.anypool.encoding;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one object that are written with it, each with its name. Of the user's code only that is called which
 * serialization calls: collections are asked for their elements if they are the JDK's.
 */
final class Parts {
    private static final int MOST_KEY_LENGTH = 40;

    private final List<Part> parts = new ArrayList<>();
    private final Predicate<Object> wanted;
    private final int most;

    private Parts(Predicate<Object> wanted, int most) {
        this.wanted = wanted;
        this.most = most;
    }

    /**
     * Lists them.
     *
     * @param value the object
     * @param form its written form
     * @param wanted which of them are asked for
     * @param most at most this many are listed
     * @return the parts
     */
    static List<Part> of(Object value, WrittenForm form, Predicate<Object> wanted, int most) {
        Parts parts = new Parts(wanted, most);
        if (form.written() instanceof SerializedLambda lambda) {
            parts.addCaptured(lambda);
        } else if (form.written() instanceof Object[] array) {
            parts.addElements(Arrays.asList(array), index -> "[" + index + "]");
        } else if (Proxy.isProxyClass(form.written().getClass())) {
            parts.add(Part.Way.INSIDE, "proxy's handler", Proxy.getInvocationHandler(form.written()));
        } else if (isOfTheJdk(value) && !isWrapper(value) && value instanceof Collection<?> collection) {
            parts.addElements(collection, index -> "element " + index);
            parts.add(Part.Way.INSIDE, "comparator", comparatorOf(value));
        } else if (isOfTheJdk(value) && !isWrapper(value) && value instanceof Map<?, ?> map) {
            parts.addEntries(map);
            parts.add(Part.Way.INSIDE, "comparator", comparatorOf(value));
        } else if (isOfTheJdk(value) && value instanceof Map.Entry<?, ?> entry) {
            parts.addEntry(entry);
        } else {
            FieldNames names = new FieldNames(form.written());
            form.parts().stream()
                    .filter(wanted)
                    .map(part -> names.nameOf(part, unnamed(value)))
                    .forEach(parts.parts::add);
        }
        return parts.parts;
    }

    private static String unnamed(Object value) {
        if (isOfTheJdk(value) && isWrapper(value)) {
            return "wrapped collection";
        } else if (value instanceof Collection) {
            return "an element";
        } else {
            return value instanceof Map ? "an entry" : "";
        }
    }

    private void add(Part.Way way, String label, @Nullable Object value) {
        add(way, () -> label, value);
    }

    /** Returns whether there is room for more. */
    private boolean add(Part.Way way, Supplier<String> label, @Nullable Object value) {
        if (value != null && parts.size() < most && wanted.test(value)) {
            parts.add(new Part(way, label.get(), value));
        }
        return parts.size() < most;
    }

    // ---- lambdas ----

    private void addCaptured(SerializedLambda lambda) {
        for (int index = 0; index < lambda.getCapturedArgCount(); index++) {
            Object captured = lambda.getCapturedArg(index);
            if (index == 0 && captured != null && isThis(lambda, captured)) {
                add(Part.Way.THIS, "captured 'this'", captured);
            } else {
                add(Part.Way.CAPTURED, "captured argument " + (index + 1), captured);
            }
        }
    }

    /** Whether the first value that a lambda captured is the object whose method the lambda is in. */
    private static boolean isThis(SerializedLambda lambda, Object first) {
        return lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
                && lambda.getImplMethodKind() != MethodHandleInfo.REF_newInvokeSpecial
                && isA(first.getClass(), lambda.getCapturingClass().replace('/', '.'));
    }

    private static boolean isA(@Nullable Class<?> type, String name) {
        if (type == null) {
            return false;
        }
        for (Class<?> implemented : type.getInterfaces()) {
            if (isA(implemented, name)) {
                return true;
            }
        }
        return type.getName().equals(name) || isA(type.getSuperclass(), name);
    }

    // ---- collections of the JDK ----

    private static boolean isOfTheJdk(Object value) {
        return value.getClass().getModule() == Object.class.getModule();
    }

    /** Whether it would ask a collection or comparator that may be the user's for its elements. */
    private static boolean isWrapper(Object value) {
        String name = value.getClass().getName();
        return name.contains("SubMap")
                || name.startsWith("java.util.Collections$")
                        && !name.contains("Singleton")
                        && !name.contains("Copies")
                        && !name.contains("Empty");
    }

    private static @Nullable Comparator<?> comparatorOf(Object value) {
        if (value instanceof SortedMap<?, ?> map) {
            return map.comparator();
        } else if (value instanceof SortedSet<?> set) {
            return set.comparator();
        } else if (value instanceof PriorityQueue<?> queue) {
            return queue.comparator();
        } else {
            return value instanceof PriorityBlockingQueue<?> queue ? queue.comparator() : null;
        }
    }

    private void addElements(Collection<?> collection, IntFunction<String> label) {
        int next = 0;
        for (Object element : collection) {
            int index = next++;
            if (!add(Part.Way.INSIDE, () -> label.apply(index), element)) {
                return;
            }
        }
    }

    private void addEntries(Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!addEntry(entry)) {
                return;
            }
        }
    }

    private boolean addEntry(Map.Entry<?, ?> entry) {
        Object key = entry.getKey();
        return add(Part.Way.INSIDE, () -> "key", key)
                && add(Part.Way.INSIDE, () -> "value of key " + describeKey(key), entry.getValue());
    }

    private static String describeKey(@Nullable Object key) {
        if (key == null) {
            return "null";
        } else if (key instanceof Enum<?> constant) {
            return "'" + constant.name() + "'";
        } else if (isOfTheJdk(key) && (key instanceof String || key instanceof Number || key instanceof Character)) {
            String text = key.toString();
            boolean isLong = text.length() > MOST_KEY_LENGTH;
            String start = isLong ? text.substring(0, MOST_KEY_LENGTH) + "…" : text;
            return "'" + start.replaceAll("\\R", " ") + "'";
        } else {
            return "of type " + Culprit.nameOf(key.getClass());
        }
    }
}
