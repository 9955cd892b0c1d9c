package dev.anypool.demo.isolation;

import dev.anypool.demo.LiveLine;
import java.util.function.Consumer;

/** Shows what goes on in a line that is wiped before each finding is reported. */
final class LiveWatcher implements Watcher {
    private final LiveLine line;
    private final Consumer<Finding> report;

    LiveWatcher(LiveLine line, Consumer<Finding> report) {
        this.line = line;
        this.report = report;
    }

    @Override
    public void goesOn(String what) {
        line.show(what);
    }

    @Override
    public void ended(Finding finding) {
        line.wipe();
        report.accept(finding);
    }
}
