package dev.anypool.demo.isolation;

/** Is told what happens while it happens. */
interface Watcher {
    /** Something is going on. */
    void goesOn(String what);

    /** A trial has ended. */
    void ended(Finding finding);
}
