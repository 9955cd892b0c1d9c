package dev.anypool.spi;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.dispatch.DispatchedPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds backends and opens pools on them. */
public final class Backends {
    private static final Key<String> BACKEND =
            Key.of("anypool.backend", "the name of a backend", text -> text.toLowerCase(Locale.ROOT));

    /** The backends that come with this library. */
    private static final Set<String> OWN = Set.of("thread", "process");

    private Backends() {}

    /**
     * Opens a pool on the backend that the configuration names.
     *
     * @param configuration the configuration
     * @param options the pool's options
     * @return the pool
     * @throws IllegalArgumentException if the configuration has an unknown key or value
     * @throws IllegalStateException if there is no such backend
     */
    public static PoolExecutor open(Configuration configuration, PoolOptions options) {
        return open(choose(configuration.get(BACKEND), find()), configuration, options);
    }

    /**
     * Opens a pool on a given backend.
     *
     * @param provider the backend
     * @param configuration the configuration
     * @param options the pool's options
     * @return the pool
     * @throws IllegalArgumentException if the configuration has an unknown key or value
     */
    public static PoolExecutor open(PoolProvider provider, Configuration configuration, PoolOptions options) {
        Objects.requireNonNull(options, "options");
        SortedMap<String, PoolProvider> known = find();
        known.put(provider.backend(), provider);
        List<Key<?>> keys = new ArrayList<>(PoolOptions.keys());
        keys.add(BACKEND);
        known.values().forEach(each -> keys.addAll(each.keys()));
        configuration.refuseUnknown(keys, known.keySet());
        PoolOptions completed = options.complete(configuration);
        return DispatchedPool.open(completed, provider.create(completed, configuration));
    }

    private static PoolProvider choose(@Nullable String wanted, SortedMap<String, PoolProvider> found) {
        if (found.isEmpty()) {
            throw new IllegalStateException("no Anypool backend is on the class path; add the artifact"
                    + " dev.anypool:anypool-thread or dev.anypool:anypool-process");
        }
        String name = wanted != null ? wanted : found.containsKey("thread") ? "thread" : found.firstKey();
        PoolProvider provider = found.get(name);
        if (provider == null) {
            throw new IllegalStateException("anypool.backend = '" + name + "', but the class path has only: "
                    + String.join(", ", found.keySet())
                    + "; choose one of these"
                    + (OWN.contains(name) ? ", or add the artifact dev.anypool:anypool-" + name : ""));
        }
        return provider;
    }

    /** The context class loader may see backends that ours does not, and the other way about. */
    private static SortedMap<String, PoolProvider> find() {
        SortedMap<String, PoolProvider> found = new TreeMap<>();
        ServiceLoader.load(PoolProvider.class).forEach(provider -> found.put(provider.backend(), provider));
        ServiceLoader.load(PoolProvider.class, PoolProvider.class.getClassLoader())
                .forEach(provider -> found.putIfAbsent(provider.backend(), provider));
        return found;
    }
}
