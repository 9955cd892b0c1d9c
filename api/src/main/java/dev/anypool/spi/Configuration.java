package dev.anypool.spi;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of Anypool as one opening of a pool sees it: a map given in code, the system properties, the environment
 * and {@code anypool.properties} on the class path, the earlier before the later.
 *
 * <p>Immutable: it is read once, when it is loaded.
 */
public final class Configuration {
    private static final String PREFIX = "anypool.";
    private static final String ENVIRONMENT_PREFIX = "ANYPOOL_";
    private static final String FILE = "anypool.properties";

    /** What Kubernetes and Docker put into the environment of programs beside a service that is called anypool. */
    private static final Pattern SERVICE_LINK = Pattern.compile("ANYPOOL_(SERVICE_.*|PORT|PORT_\\d+_.*)");

    private final List<Source> sources;

    /** The keys of the explicit map, if none of them begins as ours do. */
    private final Set<String> bare;

    private Configuration(List<Source> sources, Set<String> bare) {
        this.sources = List.copyOf(sources);
        this.bare = bare;
    }

    /** One place where values come from; the environment spells keys its own way. */
    private record Source(String name, Map<String, String> values, boolean environment) {
        @Nullable String value(Key<?> key) {
            return values.get(environment ? key.environmentName() : key.name());
        }
    }

    /**
     * Loads the configuration.
     *
     * @return what the system properties, the environment and the class path say
     * @throws UncheckedIOException if {@code anypool.properties} cannot be read
     */
    public static Configuration load() {
        return load(Map.of());
    }

    /**
     * Loads the configuration with a map before everything else.
     *
     * @param explicit keys with their values; those that do not begin with {@code anypool.} are passed over, unless none does
     *     and one would be valid if it did: then the prefix was forgotten
     * @return what the map, the system properties, the environment and the class path say
     * @throws UncheckedIOException if {@code anypool.properties} cannot be read
     */
    public static Configuration load(Map<String, String> explicit) {
        Objects.requireNonNull(explicit, "configuration");
        return of(explicit, systemProperties(), System.getenv(), file());
    }

    /**
     * Makes a configuration of given sources, for tests and for those who read theirs from elsewhere.
     *
     * @param explicit what comes before everything else
     * @param properties what stands in the place of the system properties
     * @param environment what stands in the place of the environment
     * @param file what stands in the place of {@code anypool.properties}
     * @return the configuration
     */
    public static Configuration of(
            Map<String, String> explicit,
            Map<String, String> properties,
            Map<String, String> environment,
            Map<String, String> file) {
        Map<String, String> ours = only(PREFIX, explicit);
        Map<String, String> variables = new HashMap<>(only(ENVIRONMENT_PREFIX, environment));
        variables.keySet().removeIf(name -> SERVICE_LINK.matcher(name).matches());
        return new Configuration(
                List.of(
                        new Source("the map given to Pools.open", ours, false),
                        new Source("the system properties", only(PREFIX, properties), false),
                        new Source("the environment", variables, true),
                        new Source(FILE + " on the class path", only(PREFIX, file), false)),
                ours.isEmpty() ? Set.copyOf(explicit.keySet()) : Set.of());
    }

    /**
     * Returns the value of a key from the first source that has it.
     *
     * @param key the key
     * @param <T> the type of the value
     * @return the value, {@code null} if no source has it
     * @throws IllegalArgumentException if the value is not valid
     */
    public <T> @Nullable T get(Key<T> key) {
        for (Source source : sources) {
            String text = source.value(key);
            if (text != null) {
                return key.parse(text, source.name());
            }
        }
        return null;
    }

    /**
     * Refuses keys that nobody knows, so that a misspelt one does not go unnoticed. The keys of a backend that is not on the
     * class path ({@code anypool.<backend>.…}) are let pass: the same configuration may serve several deployments.
     *
     * @param known all keys that are known
     * @param backends the names of the backends whose keys are among them
     * @throws IllegalArgumentException if a source has another key; names it, its source and the valid ones
     */
    void refuseUnknown(Collection<Key<?>> known, Collection<String> backends) {
        Set<String> names = known.stream().map(Key::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> variables = known.stream().map(Key::environmentName).collect(Collectors.toCollection(TreeSet::new));
        for (String key : bare) {
            if (names.contains(PREFIX + key)) {
                throw new IllegalArgumentException("the map given to Pools.open has '" + key
                        + "', but no key that begins with " + PREFIX + "; did you mean '" + PREFIX + key + "'?");
            }
        }
        for (Source source : sources) {
            Set<String> valid = source.environment() ? variables : names;
            for (String key : source.values().keySet()) {
                if (!valid.contains(key) && !belongsToAnAbsentBackend(key, source.environment(), backends)) {
                    throw new IllegalArgumentException("unknown configuration key '" + key + "' (from " + source.name()
                            + "); valid keys are " + String.join(", ", valid));
                }
            }
        }
    }

    private static boolean belongsToAnAbsentBackend(String key, boolean environment, Collection<String> backends) {
        String[] parts = environment ? key.toLowerCase(java.util.Locale.ROOT).split("_") : key.split("\\.");
        boolean knownPlace =
                parts.length > 2 && List.of("thread", "process", "cluster").contains(parts[1]);
        return knownPlace && !backends.contains(parts[1]);
    }

    private static Map<String, String> only(String prefix, Map<String, String> values) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, String> systemProperties() {
        Properties properties = System.getProperties();
        Map<String, String> values = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            values.put(name, properties.getProperty(name, ""));
        }
        return values;
    }

    private static Map<String, String> file() {
        List<ClassLoader> loaders = new ArrayList<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.add(context);
        }
        loaders.add(ClassLoader.getSystemClassLoader());
        for (ClassLoader loader : loaders) {
            URL url = loader.getResource(FILE);
            if (url != null) {
                return read(url);
            }
        }
        return Map.of();
    }

    private static Map<String, String> read(URL url) {
        Properties properties = new Properties();
        try (InputStreamReader reader = new InputStreamReader(url.openStream(), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    new IOException("cannot read the configuration in " + url + ": " + e.getMessage(), e));
        }
        Map<String, String> values = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            values.put(name, properties.getProperty(name, ""));
        }
        return values;
    }
}
