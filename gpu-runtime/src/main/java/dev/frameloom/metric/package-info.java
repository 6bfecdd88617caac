/**
 * What makes results comparable. Read {@link dev.frameloom.metric.VideoMeter} first, then {@link
 * dev.frameloom.metric.WarpError} (temporal consistency), {@link dev.frameloom.metric.SourceMotion}
 * (what meters of it share) and {@link dev.frameloom.metric.FrameMeter} (fidelity).
 */
package dev.frameloom.metric;
