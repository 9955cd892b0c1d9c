/** The backend of Anypool that runs tasks on worker JVMs. */
module dev.anypool.process {
    requires transitive dev.anypool;
    requires static org.jspecify;
    requires com.google.common;
    requires java.management;
    requires jdk.unsupported;

    exports dev.anypool.process;

    provides dev.anypool.spi.PoolProvider with
            dev.anypool.process.ProcessPoolProvider;
}
