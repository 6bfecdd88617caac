package dev.frameloom.media;

/**
 * What is known of a source before it is read.
 *
 * @param width of the frames that it will give, in pixels
 * @param height of the frames that it will give, in pixels
 * @param frameRate nominal frames per second; 0 where unknown
 * @param expectedFrames how many frames it will probably give, for progress bars; 0 where unknown
 * @param codec FFmpeg's name of the codec or of the kind of source
 * @param live whether frames arrive at their own pace (camera, network) rather than on demand
 */
public record VideoInfo(
    int width, int height, double frameRate, long expectedFrames, String codec, boolean live) {}
