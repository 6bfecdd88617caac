/**
 * What makes results comparable. Read {@link dev.frameloom.metric.WarpError} (temporal
 * consistency), {@link dev.frameloom.metric.EdgeMap} (structure), {@link dev.frameloom.metric.Psnr}
 * and {@link dev.frameloom.metric.PictureDigest} first.
 */
package dev.frameloom.metric;
