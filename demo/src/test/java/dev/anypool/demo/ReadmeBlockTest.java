package dev.anypool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReadmeBlockTest {
    private static final String README = """
            # A readme

            ```sh
            demo/run
            ```

            ```java
            public final class Whole {
                public static int answer() { return 42; }
            }
            ```

            Words.

            ```java
            import java.nio.file.Path;

            Path path = Path.of("x");
            System.out.println(path + " " + Whole.answer());
            ```

            prints

            ```text
            x 42
            ```
            """;

    @Test
    void blocks_areFoundWithTheirLineAndOutput() {
        List<ReadmeBlock> blocks = ReadmeBlock.javaIn(README);
        assertThat(blocks).extracting(ReadmeBlock::line).containsExactly(8, 16);
        assertThat(blocks).extracting(ReadmeBlock::output).containsExactly(null, "x 42\n");
    }

    @Test
    void statements_areWrappedAndRun(@TempDir Path work) throws Exception {
        List<ReadmeBlock> blocks = ReadmeBlock.javaIn(README);
        blocks.get(0).source().compile(work, List.of());
        JavaSource statements = blocks.get(1).source();
        statements.compile(work, List.of(work));
        assertThat(statements.hasMain()).isTrue();
        assertThat(statements.run(work, List.of(work)).strip()).isEqualTo("x 42");
    }
}
