package dev.anypool.demo.isolation;

/**
 * A misdeed that was not tried.
 *
 * @param misdeed which
 * @param reason why not
 */
record LeftOut(Misdeed misdeed, String reason) {}
