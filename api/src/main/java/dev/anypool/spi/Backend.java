package dev.anypool.spi;

import dev.anypool.TaskSerializationException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one pool needs of its backend: a way to encode tasks, and workers.
 */
public interface Backend {

    /**
     * Returns the backend's name.
     *
     * @return the name, such as {@code thread}
     */
    String name();

    /**
     * Makes a function ready to be run by any worker. Called on the thread of the user who submits.
     *
     * @param taskName the task's name, for errors
     * @param function the function
     * @return what {@link Job#function()} will give to the worker's handle
     * @throws TaskSerializationException if the function cannot travel
     */
    Object encodeFunction(String taskName, Serializable function);

    /**
     * Makes the arguments of one task ready to be run by any worker. Called on the thread of the user who submits.
     *
     * @param taskName the task's name, for errors
     * @param arguments none, one or two arguments
     * @return what {@link Job#arguments(int)} will give to the worker's handle
     * @throws TaskSerializationException if an argument cannot travel
     */
    Object encodeArguments(String taskName, @Nullable Object[] arguments);

    /**
     * Returns how many bytes encoded arguments take, so that jobs do not grow too large to be sent at once.
     *
     * @param arguments what {@link #encodeArguments} returned
     * @return the number of bytes; 0 where nothing is copied
     */
    default int sizeOf(Object arguments) {
        return 0;
    }

    /**
     * Starts a worker. Called with the pool's lock held, so it must not wait: it returns the handle at once, and the worker
     * reports later. It must not call the listener before it returns. The worker runs the pool's
     * {@linkplain dev.anypool.PoolOptions#initializer() initializer} before it reports that it is ready.
     *
     * @param id the worker's number
     * @param name the worker's name
     * @param listener whom the worker reports to
     * @return the handle
     */
    WorkerHandle start(int id, String name, WorkerListener listener);

    /**
     * Runs a task on the calling thread, which is not a worker, as a worker would run it.
     *
     * @param job the task's job
     * @param index the task's place in it
     * @return what became of it
     */
    Outcome runHere(Job job, int index);

    /**
     * Frees all that the backend holds, and returns when it is gone. Called once, after all workers have ended; may wait.
     */
    void close();
}
