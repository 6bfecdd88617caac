package dev.frameloom.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A decoded frame in the decoder's own pixel format.
 *
 * @param pixels belongs to the {@link RawFrames} that gave it, and holds until its next call
 * @param timeUs presentation time, microseconds
 * @param durationUs how long it is shown, microseconds; 0 where unknown
 */
record RawFrame(AVFrame pixels, long timeUs, long durationUs) {}
