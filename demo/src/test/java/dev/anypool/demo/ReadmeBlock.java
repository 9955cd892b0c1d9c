package dev.anypool.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A block of Java in the README.
 *
 * @param line the number of the line where its code begins
 * @param code a compilation unit, or statements with or without imports before them
 * @param output the block of text that follows it; {@code null} if there is none before the next block of another kind
 */
record ReadmeBlock(int line, String code, @Nullable String output) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)[^\\n]*\\n(.*?)^```");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:(?:public|final|abstract|sealed) )*(?:class|interface|record|enum) \\w+");
    private static final Pattern POOL = Pattern.compile("\\bPoolExecutor\\s+pool\\b");

    private static final String STANDARD_IMPORTS = """
            import dev.anypool.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;
            """;

    static List<ReadmeBlock> javaIn(String readme) {
        List<ReadmeBlock> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(readme);
        boolean found = matcher.find();
        while (found) {
            String language = matcher.group(1);
            String code = matcher.group(2);
            int line = 1 + (int) readme.substring(0, matcher.start(2)).lines().count();
            found = matcher.find();
            if (language.equals("java")) {
                String output = found && matcher.group(1).equals("text") ? matcher.group(2) : null;
                blocks.add(new ReadmeBlock(line, code, output));
            }
        }
        return blocks;
    }

    /** Returns a compilation unit: the code itself, or a class around its statements. */
    JavaSource source() {
        if (TYPE.matcher(code).find()) {
            return JavaSource.of(code);
        }
        String imports = code.lines().filter(ReadmeBlock::isImport).collect(Collectors.joining("\n"));
        String statements = code.lines().filter(text -> !isImport(text)).collect(Collectors.joining("\n"));
        return JavaSource.of(STANDARD_IMPORTS + imports + "\nfinal class Readme" + line + " {\n    " + head() + " {\n"
                + statements + "\n    }\n}\n");
    }

    /** Statements whose output is shown are run; others may use a pool that they do not open. */
    private String head() {
        boolean opensPool = POOL.matcher(code).find();
        return output != null
                ? "public static void main(String[] arguments) throws Exception"
                : "static void statements(" + (opensPool ? "" : "PoolExecutor pool") + ") throws Exception";
    }

    private static boolean isImport(String text) {
        return text.startsWith("import ");
    }
}
