/**
 * Records that can't be processed. Read {@link dev.frameloom.deadletter.DeadLetterReason} (why) and
 * {@link dev.frameloom.deadletter.DeadLetterHandler} (what Kafka Streams calls) first.
 */
package dev.frameloom.deadletter;
