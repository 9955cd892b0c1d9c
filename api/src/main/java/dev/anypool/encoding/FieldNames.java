package dev.anypool.encoding;

import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object, to name its parts by: the stream tells the parts and not where they are.
 *
 * <p>A part is looked for in the fields that can be read, and one that was replaced on its way into the stream in a field whose
 * value would be replaced by something of that class. Where a module does not let fields be read, a part has the name of the one
 * field that its type allows.
 */
final class FieldNames {
    private final Class<?> owner;
    private final List<Slot> slots = new ArrayList<>();

    /** The classes of what is written in the place of the fields' values, once they were asked for. */
    private final Map<Object, Class<?>> replacements = new IdentityHashMap<>();

    /** A field, with its value if it can be read. If not, and if it is written by default, a part is known by its type. */
    private record Slot(
            String name,
            Class<?> type,
            boolean synthetic,
            boolean toldByType,
            @Nullable Object value) {}

    /**
     * Looks at the fields.
     *
     * @param owner the object
     */
    FieldNames(Object owner) {
        this.owner = owner.getClass();
        Deque<Class<?>> types = new ArrayDeque<>();
        for (Class<?> type = owner.getClass();
                type != null && ObjectStreamClass.lookup(type) != null;
                type = type.getSuperclass()) {
            types.push(type); // the stream begins with the superclass
        }
        types.forEach(type -> addFields(type, owner));
    }

    private void addFields(Class<?> type, Object owner) {
        List<Field> declared = new ArrayList<>(List.of(type.getDeclaredFields()));
        for (ObjectStreamField described : ObjectStreamClass.lookup(type).getFields()) {
            if (!described.isPrimitive()) {
                Field field = declared.stream()
                        .filter(each -> each.getName().equals(described.getName()))
                        .findFirst()
                        .orElse(null);
                declared.remove(field);
                slots.add(slot(described.getName(), described.getType(), true, field, owner));
            }
        }
        for (Field field : declared) { // what a writeObject may write all the same
            if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                slots.add(slot(field.getName(), field.getType(), false, field, owner));
            }
        }
    }

    private static Slot slot(String name, Class<?> type, boolean byDefault, @Nullable Field field, Object owner) {
        if (field == null || Modifier.isStatic(field.getModifiers())) {
            return new Slot(name, type, false, byDefault, null); // the class writes something under this name by itself
        }
        if (field.trySetAccessible()) {
            try {
                return new Slot(name, type, field.isSynthetic(), false, field.get(owner));
            } catch (IllegalAccessException e) {
                return new Slot(name, type, field.isSynthetic(), byDefault, null); // as in a closed module
            }
        }
        return new Slot(name, type, field.isSynthetic(), byDefault, null);
    }

    /**
     * Names a part. To be asked for the parts in the order of the stream.
     *
     * @param part the part as the stream sees it
     * @param otherwise the name if none of the fields has it
     * @return the part as the field has it
     */
    Part nameOf(Object part, String otherwise) {
        for (Slot slot : slots) {
            if (slot.value() == part) {
                return claim(slot, part);
            }
        }
        for (Slot slot : slots) {
            if (slot.value() != null && isReplacedBy(slot.value(), part)) {
                return claim(slot, slot.value());
            }
        }
        List<Slot> fitting = slots.stream()
                .filter(slot -> slot.toldByType() && slot.type().isInstance(part))
                .toList();
        return fitting.size() == 1 ? claim(fitting.get(0), part) : new Part(Part.Way.INSIDE, otherwise, part);
    }

    private boolean isReplacedBy(Object value, Object part) {
        return value.getClass() != part.getClass()
                && replacements.computeIfAbsent(
                                value, key -> WrittenForm.of(key, 0).written().getClass())
                        == part.getClass();
    }

    private Part claim(Slot slot, Object value) {
        slots.remove(slot);
        String name = slot.name();
        if (slot.synthetic() && name.startsWith("this$")) {
            return new Part(Part.Way.OUTER, "enclosing 'this'", value);
        } else if (slot.synthetic() && name.startsWith("val$")) {
            return new Part(Part.Way.CAPTURED, "captured variable '" + name.substring("val$".length()) + "'", value);
        }
        boolean canBeTransient = !owner.isRecord() && owner.getModule() != Object.class.getModule();
        return new Part(
                canBeTransient ? Part.Way.FIELD : Part.Way.INSIDE,
                (owner.isRecord() ? "component '" : "field '") + name + "'",
                value);
    }
}
