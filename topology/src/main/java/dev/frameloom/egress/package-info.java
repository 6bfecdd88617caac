/**
 * Restyled frames from their topic to files. Read {@link dev.frameloom.egress.RestyledRecorder} and
 * {@link dev.frameloom.egress.RecordOptions} first.
 */
package dev.frameloom.egress;
