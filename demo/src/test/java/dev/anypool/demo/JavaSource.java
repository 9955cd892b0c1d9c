package dev.anypool.demo;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A Java source text that a test compiles and runs, as a user would, against the class path of the test.
 *
 * @param text one compilation unit
 * @param name the fully qualified name of its first class
 */
record JavaSource(String text, String name) {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?m)^[\\w ]*\\b(?:class|interface|record|enum) (\\w+)");
    private static final long LIMIT_SECONDS = 60;

    static JavaSource of(String text) {
        Matcher type = TYPE.matcher(text);
        if (!type.find()) {
            throw new IllegalArgumentException("no class in: " + text);
        }
        Matcher packageName = PACKAGE.matcher(text);
        return new JavaSource(text, (packageName.find() ? packageName.group(1) + "." : "") + type.group(1));
    }

    boolean hasMain() {
        return text.contains("static void main(");
    }

    /**
     * Compiles the text into a folder.
     *
     * @param others further folders with classes that it may use
     * @throws AssertionError with the compiler's complaints, if there are any
     */
    void compile(Path folder, List<Path> others) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<String> options = List.of(
                "--release",
                "17",
                "-Xlint:all,-path",
                "-Werror",
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                classPath(others));
        if (!compiler.getTask(complaints, null, null, options, null, List.of(file()))
                .call()) {
            throw new AssertionError("does not compile:\n" + text + "\n" + complaints);
        }
    }

    /**
     * Runs the compiled class in a JVM of its own and returns what it writes to its standard output.
     *
     * @throws AssertionError with what it writes to either output, if it fails or takes too long
     */
    String run(Path work, List<Path> folders) throws IOException, InterruptedException {
        Path out = Files.createTempFile(work, "out", ".txt");
        Path err = Files.createTempFile(work, "err", ".txt");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", classPath(folders), name)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError((ended ? "exit code " + process.exitValue() : "did not end") + ":\n" + text + "\n"
                    + Files.readString(out) + "\n" + Files.readString(err));
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    private JavaFileObject file() {
        URI uri = URI.create("string:///" + name.replace('.', '/') + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static String classPath(List<Path> folders) {
        StringBuilder classPath = new StringBuilder();
        folders.forEach(folder -> classPath.append(folder).append(File.pathSeparator));
        return classPath.append(System.getProperty("java.class.path")).toString();
    }
}
