package dev.anypool.encoding;

/** Where the tests of this package get classes from. */
final class Contexts {
    /** Everything on the class path, and all let through. */
    static final DecodingContext OPEN = new DecodingContext(Contexts.class.getClassLoader(), null);

    private Contexts() {}
}
