/** The demo: a command line that shows the backends at work. */
module dev.anypool.demo {
    requires dev.anypool;
    requires dev.anypool.process;
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires java.logging;
    requires jdk.httpserver;
    requires jdk.unsupported;
    requires me.tongfei.progressbar;

    opens dev.anypool.demo to
            info.picocli;
    opens dev.anypool.demo.async to
            info.picocli;
    opens dev.anypool.demo.isolation to
            com.fasterxml.jackson.databind,
            info.picocli;
    opens dev.anypool.demo.mapreduce to
            com.fasterxml.jackson.databind,
            info.picocli;
    opens dev.anypool.demo.process to
            info.picocli;
    opens dev.anypool.demo.titles to
            info.picocli;
}
