/**
 * How tasks, arguments, results and failures become bytes and come back: for backends whose workers share no memory with the
 * parent, and for the thread backend's rehearsal.
 *
 * <pre>
 *   value     tag ( u1 )  then, by tag:  nothing | the value's bytes | a JDK serialization stream to the end
 *   row       count ( u1 )  then for each argument:  length ( i4 )  value
 *   failure   length ( i4 )  snapshot  then, unless it cannot be encoded, the exception as a JDK serialization stream
 * </pre>
 *
 * <p>A lambda travels in the JDK's form, {@link java.lang.invoke.SerializedLambda}; where it arrives, a class of this package
 * takes the place of the JDK's, which mixes up a method reference's types.
 */
@NullMarked
package dev.anypool.encoding;

import org.jspecify.annotations.NullMarked;
