/** The backend of Anypool that runs tasks on threads of this JVM. */
module dev.anypool.thread {
    requires transitive dev.anypool;
    requires static org.jspecify;
    requires com.google.common;

    exports dev.anypool.thread;

    provides dev.anypool.spi.PoolProvider with
            dev.anypool.thread.ThreadPoolProvider;
}
