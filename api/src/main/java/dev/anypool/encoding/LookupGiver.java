package dev.anypool.encoding;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * Gets the full lookup of a class in another module, which linking lambdas asks for.
 *
 * <p>Between modules, other class loaders' class path included, a lookup loses a part of its power. A class beside the one in
 * question has it all; so one is defined there, of this one method, private like the class itself:
 *
 * <pre>
 *   private static MethodHandles.Lookup lookup() { return MethodHandles.lookup(); }
 * </pre>
 */
final class LookupGiver {
    private static final String NAME = "AnypoolLookupGiver";

    private LookupGiver() {}

    /**
     * Gets the lookup.
     *
     * @param partial a lookup with private access to the class
     * @return one with private and module access
     * @throws IllegalAccessException if there is no getting it
     */
    static Lookup fullLookup(Lookup partial) throws IllegalAccessException {
        try {
            Method giving = giver(partial).getDeclaredMethod("lookup");
            giving.setAccessible(true);
            return MethodHandles.privateLookupIn(partial.lookupClass(), (Lookup) giving.invoke(null));
        } catch (ReflectiveOperationException | LinkageError | SecurityException e) {
            String reason = partial.lookupClass() + " gives no lookup: " + e;
            throw (IllegalAccessException) new IllegalAccessException(reason).initCause(e);
        }
    }

    private static synchronized Class<?> giver(Lookup beside) throws ReflectiveOperationException {
        String itsPackage = beside.lookupClass().getPackageName();
        String name = itsPackage.isEmpty() ? NAME : itsPackage + "." + NAME;
        try {
            return beside.defineClass(code(name.replace('.', '/')));
        } catch (LinkageError e) { // it is there already
            return Class.forName(name, false, beside.lookupClass().getClassLoader());
        }
    }

    private static byte[] code(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream code = new DataOutputStream(bytes)) {
            code.writeInt(0xCAFEBABE);
            code.writeInt(55); // Java 11
            code.writeShort(12); // constants, and one
            text(code, name); // 1
            reference(code, 7, 1); // 2: this class
            text(code, "java/lang/Object"); // 3
            reference(code, 7, 3); // 4: its superclass
            text(code, "java/lang/invoke/MethodHandles"); // 5
            reference(code, 7, 5); // 6
            text(code, "lookup"); // 7
            text(code, MethodType.methodType(Lookup.class).toMethodDescriptorString()); // 8
            reference(code, 12, 7, 8); // 9: the method's name and type
            reference(code, 10, 6, 9); // 10: MethodHandles.lookup()
            text(code, "Code"); // 11
            shorts(code, 0x1030, 2, 4, 0, 0); // final super synthetic; no interfaces, no fields
            shorts(code, 1, 0x000A, 7, 8, 1); // one method: private static; one attribute
            code.writeShort(11);
            code.writeInt(16);
            shorts(code, 1, 0); // stack, locals
            code.writeInt(4);
            code.writeByte(0xB8); // invokestatic
            code.writeShort(10);
            code.writeByte(0xB0); // areturn
            shorts(code, 0, 0, 0); // no handlers; no more attributes of the code or the class
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream code, String text) throws IOException {
        code.writeByte(1);
        code.writeUTF(text);
    }

    private static void reference(DataOutputStream code, int tag, int... constants) throws IOException {
        code.writeByte(tag);
        shorts(code, constants);
    }

    private static void shorts(DataOutputStream code, int... values) throws IOException {
        for (int value : values) {
            code.writeShort(value);
        }
    }
}
