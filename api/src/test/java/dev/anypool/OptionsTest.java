package dev.anypool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.anypool.spi.BackendOptions;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static void assertRefused(Supplier<?> call, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(call::get).withMessageContainingAll(parts);
    }

    // ---- tasks ----

    @Test
    void taskOptions_haveTheirDefaults() {
        TaskOptions options = TaskOptions.defaults();

        assertThat(options.name()).isEmpty();
        assertThat(options.runLimit()).isEmpty();
        assertThat(options.retries()).isZero();
        assertThat(options.chunkSize()).isEmpty();
        assertThat(options.failFast()).isTrue();
        assertThat(options.lookAhead()).isEmpty();
        assertThat(options.whenFull()).isEmpty();
    }

    @Test
    void taskOptions_keepWhatIsSet_andAreNeverChanged() {
        TaskOptions named = TaskOptions.defaults().name("first");
        TaskOptions all = named.name("second")
                .runLimit(Duration.ofSeconds(2))
                .retries(3)
                .chunkSize(4)
                .failFast(false)
                .lookAhead(5)
                .whenFull(WhenFull.RUN_IN_CALLER);

        assertThat(named.name()).hasValue("first");
        assertThat(named.retries()).isZero();
        assertThat(TaskOptions.defaults().name()).isEmpty();
        assertThat(all.name()).hasValue("second");
        assertThat(all.runLimit()).hasValue(Duration.ofSeconds(2));
        assertThat(all.retries()).isEqualTo(3);
        assertThat(all.chunkSize()).hasValue(4);
        assertThat(all.failFast()).isFalse();
        assertThat(all.lookAhead()).hasValue(5);
        assertThat(all.whenFull()).hasValue(WhenFull.RUN_IN_CALLER);
        assertThat(all.toString()).contains("second", "PT2S", "3", "4", "false", "5");
    }

    @Test
    void taskOptions_orElse_fillsOnlyWhatIsNotSet() {
        TaskOptions base = TaskOptions.defaults()
                .name("base")
                .runLimit(Duration.ofSeconds(1))
                .retries(1)
                .chunkSize(1)
                .failFast(false)
                .lookAhead(1);
        TaskOptions set = TaskOptions.defaults()
                .name("own")
                .runLimit(Duration.ofSeconds(9))
                .retries(0)
                .chunkSize(9)
                .failFast(true)
                .lookAhead(9);

        assertThat(TaskOptions.defaults().orElse(base)).hasToString(base.toString());
        assertThat(set.orElse(base)).hasToString(set.toString());
        assertThat(set.orElse(TaskOptions.defaults())).hasToString(set.toString());
        TaskOptions mixed = TaskOptions.defaults().retries(7).orElse(base);
        assertThat(mixed.retries()).isEqualTo(7);
        assertThat(mixed.name()).hasValue("base");
        assertThat(base.retries()).isEqualTo(1);
    }

    @Test
    @Tag("B5")
    void taskOptions_refuseEachBadValueNamingTheOption() {
        TaskOptions options = TaskOptions.defaults();

        assertRefused(() -> options.name(" "), "TaskOptions.name", "blank");
        assertRefused(() -> options.runLimit(Duration.ZERO), "TaskOptions.runLimit", "more than zero", "PT0S");
        assertRefused(() -> options.runLimit(Duration.ofSeconds(-1)), "TaskOptions.runLimit", "negative", "PT-1S");
        assertRefused(() -> options.retries(-1), "TaskOptions.retries", "at least 0", "-1");
        assertRefused(() -> options.chunkSize(0), "TaskOptions.chunkSize", "from 1 to 65535", "0");
        assertRefused(() -> options.chunkSize(65_536), "TaskOptions.chunkSize", "from 1 to 65535", "65536");
        assertRefused(() -> options.lookAhead(0), "TaskOptions.lookAhead", "at least 1", "0");
        assertThatNullPointerException().isThrownBy(() -> options.name(null)).withMessage("TaskOptions.name");
        assertThatNullPointerException()
                .isThrownBy(() -> options.runLimit(null))
                .withMessage("TaskOptions.runLimit");
    }

    // ---- pools ----

    private record Fast(int gear) implements BackendOptions {
        @Override
        public String backend() {
            return "fast";
        }
    }

    private record Slow() implements BackendOptions {
        @Override
        public String backend() {
            return "slow";
        }
    }

    @Test
    void poolOptions_haveTheirDefaults() {
        PoolOptions options = PoolOptions.defaults();

        assertThat(options.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(options.name()).isEmpty();
        assertThat(options.killGrace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.startAhead()).isFalse();
        assertThat(options.tasks().name()).isEmpty();
        assertThat(options.backend(Fast.class)).isEmpty();
    }

    @Test
    void poolOptions_keepWhatIsSet_andAreNeverChanged() {
        PoolOptions few = PoolOptions.defaults().workers(1);
        PoolOptions all = few.workers(4)
                .name("nightly")
                .killGrace(Duration.ZERO)
                .startAhead(true)
                .tasks(TaskOptions.defaults().retries(1));

        assertThat(few.workers()).isEqualTo(1);
        assertThat(few.name()).isEmpty();
        assertThat(all.workers()).isEqualTo(4);
        assertThat(all.name()).hasValue("nightly");
        assertThat(all.killGrace()).isEqualTo(Duration.ZERO);
        assertThat(all.startAhead()).isTrue();
        assertThat(all.tasks().retries()).isEqualTo(1);
        assertThat(all.toString()).contains("4", "nightly", "PT0S", "true", "retries=1");
    }

    @Test
    void poolOptions_holdTheOptionsOfSeveralBackends_oneOfEach() {
        PoolOptions first = PoolOptions.defaults().with(new Fast(1)).with(new Slow());
        PoolOptions second = first.with(new Fast(2));

        assertThat(first.backend(Fast.class)).hasValue(new Fast(1));
        assertThat(second.backend(Fast.class)).hasValue(new Fast(2));
        assertThat(second.backend(Slow.class)).hasValue(new Slow());
    }

    @Test
    @Tag("B5")
    void poolOptions_refuseEachBadValueNamingTheOption() {
        PoolOptions options = PoolOptions.defaults();

        assertRefused(() -> options.workers(0), "PoolOptions.workers", "at least 1", "0");
        assertRefused(() -> options.workers(-3), "PoolOptions.workers", "at least 1", "-3");
        assertRefused(() -> options.name(""), "PoolOptions.name", "blank");
        assertRefused(() -> options.killGrace(Duration.ofMillis(-1)), "PoolOptions.killGrace", "negative");
        assertThatNullPointerException().isThrownBy(() -> options.name(null)).withMessage("PoolOptions.name");
        assertThatNullPointerException()
                .isThrownBy(() -> options.killGrace(null))
                .withMessage("PoolOptions.killGrace");
        assertThatNullPointerException().isThrownBy(() -> options.tasks(null)).withMessage("PoolOptions.tasks");
        assertThatNullPointerException().isThrownBy(() -> options.with(null)).withMessage("PoolOptions.with");
    }
}
