package dev.anypool.spi;

/**
 * One or more tasks with the same function that go to a worker together and are run there one after the other. Compared by
 * identity.
 */
public interface Job {

    /**
     * Returns how many tasks there are.
     *
     * @return the number, at least 1
     */
    int size();

    /**
     * Returns the function.
     *
     * @return what {@link Backend#encodeFunction} returned
     */
    Object function();

    /**
     * Returns the arguments of one task.
     *
     * @param index the task's place
     * @return what {@link Backend#encodeArguments} returned
     */
    Object arguments(int index);

    /**
     * Returns the name that the tasks have in common.
     *
     * @return the name
     */
    String callName();

    /**
     * Returns which element of a map or stream a task is.
     *
     * @param index the task's place
     * @return the number of the element; -1 outside of a map or stream
     */
    int element(int index);

    /**
     * Returns the name of one task.
     *
     * @param index the task's place
     * @return the name
     */
    default String taskName(int index) {
        return taskName(callName(), element(index));
    }

    /**
     * Makes the name of a task.
     *
     * @param callName the name that tasks have in common
     * @param element the number of the element; -1 outside of a map or stream
     * @return the name
     */
    static String taskName(String callName, int element) {
        return element < 0 ? callName : callName + "[" + element + "]";
    }

    /**
     * Tells whether a task need not be run any more, since its future was settled from outside.
     *
     * @param index the task's place
     * @return whether to pass over it
     */
    boolean isStopped(int index);

    /**
     * Returns where the tasks were submitted.
     *
     * @return the place
     */
    Origin origin();

    /**
     * Makes a job of one task that no future waits for, such as a worker's initializer.
     *
     * @param name the task's name
     * @param function what {@link Backend#encodeFunction} returned
     * @param arguments what {@link Backend#encodeArguments} returned
     * @return the job
     */
    static Job ofOne(String name, Object function, Object arguments) {
        return new SingleJob(name, function, arguments, new Origin());
    }
}
