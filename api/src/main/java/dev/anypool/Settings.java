package dev.anypool;

import dev.anypool.spi.Configuration;
import dev.anypool.spi.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options that are set, each under the key that configures it. Immutable. */
final class Settings {
    static final Settings NONE = new Settings(Map.of());

    private final Map<Key<?>, Object> values;

    private Settings(Map<Key<?>, Object> values) {
        this.values = values;
    }

    <T> Settings with(Key<T> key, T value) {
        Map<Key<?>, Object> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Settings(more);
    }

    @SuppressWarnings("unchecked") // only values of the key's type are put under it
    <T> @Nullable T get(Key<T> key) {
        return (T) values.get(key);
    }

    <T> T get(Key<T> key, T otherwise) {
        T value = get(key);
        return value == null ? otherwise : value;
    }

    /** Fills what is not set here from others. */
    Settings orElse(Settings others) {
        if (others.values.isEmpty() || others == this) {
            return this;
        }
        Map<Key<?>, Object> merged = new LinkedHashMap<>(others.values);
        merged.putAll(values);
        return new Settings(merged);
    }

    /** Fills what is not set here from the configuration. */
    Settings orElse(Configuration configuration, List<Key<?>> keys) {
        Map<Key<?>, Object> found = new LinkedHashMap<>();
        for (Key<?> key : keys) {
            Object value = configuration.get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return orElse(new Settings(found));
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().name().substring("anypool.".length()) + "=" + entry.getValue())
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
