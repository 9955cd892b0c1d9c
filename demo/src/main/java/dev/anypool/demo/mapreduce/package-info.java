/**
 * Counts words in every class of the JDK, or in text files: map on the workers, reduce in the parent.
 *
 * <pre>
 * parent                                         worker
 * Input ── lists ──▶ Partition ── pool.map ────▶ Mapping.count
 *                    (names of files and           └ SliceCounter: reads, parses, splits
 *                     byte ranges, no content)           ▼
 * Reduction ◀── as they arrive ── Tally ◀─────── WordCounts
 *     ▼
 * Result ──▶ TableReport or JsonReport
 * </pre>
 */
@NullMarked
package dev.anypool.demo.mapreduce;

import org.jspecify.annotations.NullMarked;
