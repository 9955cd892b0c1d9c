/**
 * What crosses between parent and worker: the one place where the two sides meet.
 *
 * <p>Three things do. {@link dev.anypool.process.wire.Bootstrap} is handed over on the worker's standard input, once. Frames go over
 * a Unix domain socket, whose first is the worker's {@code HELLO}, which has the version; then comes {@code READY} or {@code UNFIT}:
 *
 * <pre>
 *   frame     length i4 | type u1 | body                           length counts type and body; all numbers are big-endian
 *
 *   HELLO     magic i4 | version i2 | worker i4 | pid i8 | secret 32 bytes           worker → parent
 *   RUN       seq i4 | epoch i2 | tasks u2 | name i4 + utf8 | function i4 + bytes |
 *             for each task: element i4 | arguments i4 + bytes                       parent → worker
 *   STOP      seq i4 | index u2 | interrupt u1                                       parent → worker
 *   RETIRE    exit u1                                                                parent → worker
 *   READY                                                                            worker → parent
 *   UNFIT     outcome bytes                                                          worker → parent
 *   SPENT                                                                            worker → parent
 *   RESULT    seq i4 | index u2 | status u1 | nanos i8 | outcome bytes               worker → parent
 * </pre>
 *
 * <p>And a small file that both map, the {@link dev.anypool.process.wire.Page}, tells the parent at any moment, the worker's death
 * included, what the worker has started and which results it had not sent yet.
 */
@NullMarked
package dev.anypool.process.wire;

import org.jspecify.annotations.NullMarked;
