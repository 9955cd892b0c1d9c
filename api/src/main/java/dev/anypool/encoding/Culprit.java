package dev.anypool.encoding;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a function, an argument or a result from travelling, told so that its owner can mend it.
 *
 * @param kind why it cannot travel
 * @param path the steps that lead to it; none if it is the value itself
 * @param type its class
 * @param reason what its own code said; {@code null} for nothing
 */
record Culprit(
        Kind kind, List<Part> path, Class<?> type, @Nullable String reason) {
    private static final int MOST_STEPS = 12;
    private static final String ARROW = " → ";
    private static final String LAMBDA = "$$Lambda";

    enum Kind {
        NOT_SERIALIZABLE,
        /** Its class is a hidden one that does not write something else in its place. */
        HIDDEN,
        /** Its {@code writeObject} or {@code writeReplace} threw. */
        REFUSING
    }

    /**
     * Tells the path, with the classes on it.
     *
     * @return the steps, or the class alone if there are none
     */
    String where() {
        if (path.isEmpty()) {
            return nameOf(type);
        }
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < path.size(); index++) {
            if (path.size() > MOST_STEPS && index == MOST_STEPS / 2) {
                int left = path.size() - MOST_STEPS;
                text.append(ARROW).append(left).append(" more");
                index += left;
            }
            text.append(index == 0 ? "" : ARROW).append(describe(index));
        }
        return text.toString();
    }

    private String describe(int index) {
        Part part = path.get(index);
        String name = nameOf(index == path.size() - 1 ? type : part.value().getClass());
        return part.label().isEmpty() ? name : part.label() + " (" + name + ")";
    }

    /**
     * Tells what is wrong with it.
     *
     * @return the end of a sentence
     */
    String complaint() {
        return switch (kind) {
            case NOT_SERIALIZABLE -> "is not Serializable";
            case HIDDEN -> "is of a hidden class, which no other JVM can find";
            case REFUSING ->
                "refuses to be serialized"
                        + (reason == null || reason.equals(type.getName()) ? "" : " (" + reason + ")");
        };
    }

    /**
     * Tells what can be done about it.
     *
     * @param ofAResult whether it is in a result, and so was made inside the task
     * @return a sentence
     */
    String cure(boolean ofAResult) {
        if (kind == Kind.HIDDEN) {
            return ofAResult
                    ? "Return an object of a class that other JVMs can load."
                    : "Submit the task itself before it is wrapped; workers cannot find a class that was made while the parent ran.";
        } else if (isLambda(type)) {
            return "Declare it with a Serializable interface, such as dev.anypool.TaskFunction, or cast it: ("
                    + interfaceOf(type) + " & Serializable).";
        }
        List<String> ways = new ArrayList<>();
        if (lastWay() == Part.Way.THIS) {
            ways.add("copy what it needs into a local variable first");
            ways.add("make the method static");
        } else if (lastWay() == Part.Way.OUTER) {
            ways.add("make the inner class static");
            ways.add("pass it what it needs of the enclosing object");
        } else {
            if (path.size() > 1 && path.get(0).way() == Part.Way.THIS) {
                ways.add("copy what the task needs of 'this' into a local variable first");
            }
            if (canBeChanged()) {
                ways.add("make the class Serializable");
            } else if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
                ways.add("copy the view into a collection of its own"); // such as keySet() and subList()
            }
            if (lastWay() == Part.Way.FIELD) {
                ways.add("mark the field transient");
            }
            ways.add(ofAResult ? "return only the values that are needed" : "create the object inside the task");
        }
        int last = ways.size() - 1;
        String text = last == 0 ? ways.get(0) : String.join(", ", ways.subList(0, last)) + ", or " + ways.get(last);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private Part.Way lastWay() {
        return path.isEmpty() ? Part.Way.INSIDE : path.get(path.size() - 1).way();
    }

    /** Whether it may be a class of the user, who then can make it serializable. */
    private boolean canBeChanged() {
        ClassLoader loader = type.getClassLoader();
        return kind == Kind.NOT_SERIALIZABLE && loader != null && loader != ClassLoader.getPlatformClassLoader();
    }

    // ---- names ----

    private static boolean isLambda(Class<?> type) {
        return type.isHidden() && type.getName().contains(LAMBDA);
    }

    /**
     * Names a class, those of lambdas by the class that they are written in.
     *
     * @param type the class
     * @return its name
     */
    static String nameOf(Class<?> type) {
        String name = type.getTypeName();
        if (!CheckedStream.isHidden(type)) {
            return name;
        }
        int lambda = name.indexOf(LAMBDA);
        if (lambda < 0) {
            return "the hidden class " + name;
        }
        return (isFrameworkMade(type) ? "a framework-made lambda of " : "a lambda of ") + name.substring(0, lambda);
    }

    /** Whether the class says that it is serializable, but was not made by a compiler so that it is. */
    private static boolean isFrameworkMade(Class<?> lambda) {
        return Serializable.class.isAssignableFrom(lambda)
                && Arrays.stream(lambda.getDeclaredMethods())
                        .noneMatch(method -> method.getName().equals("writeReplace"));
    }

    private static String interfaceOf(Class<?> lambda) {
        Class<?>[] interfaces = lambda.getInterfaces();
        return interfaces.length == 0 ? "Runnable" : interfaces[0].getSimpleName();
    }
}
