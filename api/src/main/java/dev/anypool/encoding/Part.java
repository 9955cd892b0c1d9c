package dev.anypool.encoding;

/**
 * A part of an object, and the way that leads to it.
 *
 * @param way what kind of step it is
 * @param label the step in words; empty where it has no name
 * @param value the part
 */
record Part(Way way, String label, Object value) {

    /** Kinds of steps, as far as there are different things to do about them. */
    enum Way {
        /** From a lambda to the object whose method it is in. */
        THIS,
        /** From an object of an inner class to the one around it. */
        OUTER,
        /** From a lambda to something else that it captured. */
        CAPTURED,
        /** To a field of a class that its owner can change. */
        FIELD,
        /** Everything else, such as an element of a list. */
        INSIDE
    }

    /**
     * Tells whether an object can certainly travel and holds no others that could not.
     *
     * @param value the object
     * @return whether it can
     */
    static boolean isHarmless(Object value) {
        Class<?> type = value.getClass();
        return value instanceof String
                || value instanceof Enum
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Number
                        && type.getModule() == Object.class.getModule()
                        && value instanceof Comparable
                || type.isArray() && type.getComponentType().isPrimitive();
    }
}
