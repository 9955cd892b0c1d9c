package dev.anypool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.dispatch.InlineBackend;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TypeChecksTest {

    @Test
    @Tag("B1")
    void everythingThatCompiles_canAlsoBeCalled() throws Exception {
        List<Method> checks = Arrays.stream(TypeChecks.class.getDeclaredMethods())
                .filter(method ->
                        !Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers()))
                .toList();
        assertThat(checks).hasSizeGreaterThanOrEqualTo(10);

        PoolExecutor pool = InlineBackend.open();
        for (Method check : checks) {
            check.invoke(new TypeChecks(pool));
        }
        pool.close();

        assertThat(pool.stats().failed()).as("the task that always throws").isEqualTo(1);
    }
}
