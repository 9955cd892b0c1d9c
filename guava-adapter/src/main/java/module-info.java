/** Pools and futures of Anypool in the shapes of Guava. */
module dev.anypool.guava {
    requires transitive dev.anypool;
    requires transitive com.google.common;
    requires static org.jspecify;

    exports dev.anypool.guava;
}
