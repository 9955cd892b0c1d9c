/**
 * The interface of Anypool and the small core that every backend shares.
 *
 * <p>Applications use {@link dev.anypool}; the authors of a backend use {@link dev.anypool.spi}.
 */
@SuppressWarnings("module") // the backends that may use the encoding are built after this module
module dev.anypool {
    requires static org.jspecify;

    exports dev.anypool;
    exports dev.anypool.async;
    exports dev.anypool.flow;
    exports dev.anypool.spi;
    exports dev.anypool.encoding to
            dev.anypool.thread,
            dev.anypool.process;

    uses dev.anypool.spi.PoolProvider;
}
