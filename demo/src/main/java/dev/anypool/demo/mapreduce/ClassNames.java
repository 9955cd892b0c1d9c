package dev.anypool.demo.mapreduce;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Finds the names in a class file: those of the classes, fields and methods that it declares and uses, and of the types in
 * their descriptors. A name that occurs in several places is found as often.
 *
 * <p>Used by one thread at a time, for any number of class files one after the other.
 */
final class ClassNames {
    private static final int MAGIC = 0xCAFE_BABE;
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int NAME_AND_TYPE = 12;

    private final Consumer<String> sink;
    private byte[] file = {};
    private int position;

    /** Where each constant lies in the file, 0 for a number that none has. */
    private int[] constants = new int[512];

    /** Makes a finder that hands the names over, classes in the form {@code java/lang/String}. */
    ClassNames(Consumer<String> sink) {
        this.sink = sink;
    }

    /**
     * Hands over the names in a class file.
     *
     * @throws MalformedClassFileException if it is no class file or is cut off
     */
    void read(byte[] classFile) throws MalformedClassFileException {
        file = classFile;
        position = 0;
        try {
            if (u4() != MAGIC) {
                throw new MalformedClassFileException("not a class file");
            }
            skip(4); // version
            usedNames(findConstants());
            skip(6); // access flags, this class, superclass
            skip(2 * u2()); // interfaces
            declaredNames(); // fields
            declaredNames(); // methods
        } catch (IndexOutOfBoundsException e) {
            throw new MalformedClassFileException("a class file that is cut off or damaged", e);
        }
    }

    /** Notes where each constant lies, and returns how many numbers they have. */
    private int findConstants() throws MalformedClassFileException {
        int count = u2();
        if (constants.length < count) {
            constants = new int[Math.max(count, constants.length * 2)];
        }
        Arrays.fill(constants, 0);
        for (int i = 1; i < count; i++) {
            constants[i] = position;
            int tag = file[position++];
            switch (tag) {
                case UTF8 -> skip(u2());
                case CLASS, 8, 16, 19, 20 -> skip(2); // String, MethodType, Module, Package
                case NAME_AND_TYPE, 3, 4, 9, 10, 11, 17, 18 -> skip(4); // Integer, Float, references, dynamic ones
                case 5, 6 -> { // Long and Double have two numbers
                    skip(8);
                    i++;
                }
                case 15 -> skip(3); // MethodHandle
                default -> throw new MalformedClassFileException("a class file with an unknown constant, tag " + tag);
            }
        }
        return count;
    }

    private void usedNames(int count) {
        for (int i = 1; i < count; i++) {
            int constant = constants[i];
            int tag = constant == 0 ? 0 : file[constant];
            if (tag == CLASS) {
                className(u2At(constant + 1));
            } else if (tag == NAME_AND_TYPE) {
                name(u2At(constant + 1));
                descriptor(u2At(constant + 3));
            }
        }
    }

    /** Hands over the names of the fields or the methods that the class declares, and of their types. */
    private void declaredNames() {
        for (int members = u2(); members > 0; members--) {
            skip(2); // access flags
            name(u2());
            descriptor(u2());
            for (int attributes = u2(); attributes > 0; attributes--) {
                skip(2); // name
                skip(u4());
            }
        }
    }

    /** Hands over the name that a Class constant has; that of an array class is a descriptor. */
    private void className(int index) {
        if (file[constants[index] + 3] == '[') {
            descriptor(index);
        } else {
            name(index);
        }
    }

    private void name(int index) {
        int from = constants[index] + 3;
        name(from, from + u2At(from - 2));
    }

    private void name(int from, int to) {
        sink.accept(new String(file, from, to - from, StandardCharsets.UTF_8));
    }

    /** Hands over the names of the classes in a descriptor such as {@code (I[Ljava/lang/String;)V}. */
    private void descriptor(int index) {
        int start = constants[index] + 3;
        int end = start + u2At(start - 2);
        for (int i = start; i < end; i++) {
            if (file[i] == 'L') {
                int from = i + 1;
                while (file[i] != ';') {
                    i++;
                }
                name(from, i);
            }
        }
    }

    private void skip(int bytes) {
        position += bytes;
    }

    private int u2() {
        position += 2;
        return u2At(position - 2);
    }

    private int u4() {
        return u2() << 16 | u2();
    }

    private int u2At(int at) {
        return (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
    }
}
