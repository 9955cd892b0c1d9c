package dev.anypool.spi;

/**
 * A job of one task outside of a map. Compared by identity, since a class and not a record.
 */
final class SingleJob implements Job {
    private final String name;
    private final Object function;
    private final Object arguments;
    private final Origin origin;

    SingleJob(String name, Object function, Object arguments, Origin origin) {
        this.name = name;
        this.function = function;
        this.arguments = arguments;
        this.origin = origin;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public Object function() {
        return function;
    }

    @Override
    public Object arguments(int index) {
        return arguments;
    }

    @Override
    public String callName() {
        return name;
    }

    @Override
    public int element(int index) {
        return -1;
    }

    @Override
    public boolean isStopped(int index) {
        return false;
    }

    @Override
    public Origin origin() {
        return origin;
    }
}
