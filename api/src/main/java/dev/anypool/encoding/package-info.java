/**
 * How tasks, arguments, results and failures become bytes and come back: for backends whose workers share no memory with the
 * parent, and for the thread backend's rehearsal.
 *
 * <pre>
 *   value     tag ( u1 )  then, by tag:  nothing | the value's bytes | a JDK serialization stream to the end
 *   row       count ( u1 )  then for each argument:  length ( i4 )  value
 *   failure   length ( i4 )  snapshot  then, unless it cannot be encoded, the exception as a JDK serialization stream
 * </pre>
 */
@NullMarked
package dev.anypool.encoding;

import org.jspecify.annotations.NullMarked;
