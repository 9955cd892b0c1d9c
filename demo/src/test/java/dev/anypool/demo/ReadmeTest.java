package dev.anypool.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java in the README compiles, and what can run runs. A block may use the classes of the blocks before it. What a block
 * prints is compared with the block of text that follows it, if there is one.
 */
@Timeout(180)
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");

    @TempDir
    private Path work;

    @TestFactory
    Stream<DynamicTest> java_compilesAndRuns() throws IOException {
        assumeTrue(Files.exists(README), "the README is written");
        List<ReadmeBlock> blocks = ReadmeBlock.javaIn(Files.readString(README));
        assertThat(blocks).as("blocks of Java in the README").isNotEmpty();
        List<Path> folders = new ArrayList<>();
        return blocks.stream()
                .map(block -> DynamicTest.dynamicTest("line " + block.line(), () -> compileAndRun(block, folders)));
    }

    /** Puts the block's classes before those of the blocks that precede it. */
    private void compileAndRun(ReadmeBlock block, List<Path> folders) throws IOException, InterruptedException {
        JavaSource source = block.source();
        Path classes = Files.createDirectories(work.resolve("line" + block.line()));
        source.compile(classes, folders);
        folders.add(0, classes);
        if (source.hasMain()) {
            String output = source.run(work, folders);
            if (block.output() != null) {
                assertThat(output.strip()).isEqualTo(block.output().strip());
            }
        }
    }
}
