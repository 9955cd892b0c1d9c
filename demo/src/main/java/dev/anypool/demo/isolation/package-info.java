/**
 * Bad tasks between good ones: what each of them costs, and how soon its worker's place is filled again.
 *
 * <pre>
 * parent                                                     worker
 * Isolation ── for each Misdeed ──▶ Trial
 *                                     ├ GoodTasks ─────────▶ GoodTask: counts primes
 *                                     ├ one bad task ──────▶ BadTask: Doorbell.ring, then Deeds
 *                      Porter ◀───────┼─────────────────────────┘
 *                        ▼            │
 *                     Mailbox ◀───────┴─ what the futures tell
 *                        ▼
 *                     Finding ──▶ Summary ──▶ TableReport or JsonReport
 * </pre>
 *
 * <p>One thread drives all this: futures and the porter only put into its mailbox what there is to do.
 */
@NullMarked
package dev.anypool.demo.isolation;

import org.jspecify.annotations.NullMarked;
