/**
 * What makes results comparable. Read {@link dev.frameloom.metric.VideoMeter} first, then {@link
 * dev.frameloom.metric.WarpError} (temporal consistency), {@link dev.frameloom.metric.SourceMotion}
 * (what meters of it share), {@link dev.frameloom.metric.FrameMeter} (fidelity) and {@link
 * dev.frameloom.metric.Detail} (whether there is anything to see).
 */
package dev.frameloom.metric;
