package dev.anypool.encoding;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches the objects that are written with a value for one that cannot be, the nearest first.
 *
 * <p>Made for one search, after an encoding has failed: it lets each object write itself once or twice more, alone.
 */
final class CulpritSearch {
    private static final int MOST_OBJECTS = 10_000;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<Node> queue = new ArrayDeque<>();

    /** An object that was come upon. */
    private record Node(@Nullable Node from, Part part) {
        List<Part> path() {
            List<Part> path = new ArrayList<>();
            for (Node node = this; node.from != null; node = node.from) {
                path.add(0, node.part);
            }
            return path;
        }
    }

    private CulpritSearch() {}

    /**
     * Searches.
     *
     * @param value what cannot be encoded
     * @return what is to blame; {@code null} if it was not found
     */
    static @Nullable Culprit in(Object value) {
        CulpritSearch search = new CulpritSearch();
        search.comeUpon(null, new Part(Part.Way.INSIDE, "", value));
        for (Node node = search.queue.poll(); node != null; node = search.queue.poll()) {
            try {
                Culprit culprit = search.lookAt(node);
                if (culprit != null) {
                    return culprit;
                }
            } catch (Throwable e) {
                continue; // the user's code, whose error is not the one to tell: this object is passed over
            }
        }
        return null;
    }

    private @Nullable Culprit lookAt(Node node) {
        Object value = node.part.value();
        int most = MOST_OBJECTS - seen.size() + 1;
        if (!(value instanceof Serializable)) {
            return new Culprit(Culprit.Kind.NOT_SERIALIZABLE, node.path(), value.getClass(), null);
        }
        if (value instanceof Class<?> type) {
            return CheckedStream.isHidden(type) ? new Culprit(Culprit.Kind.HIDDEN, node.path(), type, null) : null;
        }
        WrittenForm form = WrittenForm.of(value, most);
        Class<?> type = form.written().getClass();
        if (!(form.written() instanceof Serializable)) {
            return new Culprit(Culprit.Kind.NOT_SERIALIZABLE, node.path(), type, null);
        }
        if (CheckedStream.isHidden(type)) {
            return new Culprit(Culprit.Kind.HIDDEN, node.path(), type, null);
        }
        if (form.refusal() != null) {
            return new Culprit(
                    Culprit.Kind.REFUSING, node.path(), type, form.refusal().getMessage());
        }
        for (Part part : Parts.of(value, form, this::isNew, most)) {
            comeUpon(node, part);
        }
        return null;
    }

    private void comeUpon(@Nullable Node from, Part part) {
        if (isNew(part.value()) && seen.size() < MOST_OBJECTS) {
            seen.add(part.value());
            queue.add(new Node(from, part));
        }
    }

    private boolean isNew(Object value) {
        return !Part.isHarmless(value) && !seen.contains(value);
    }
}
