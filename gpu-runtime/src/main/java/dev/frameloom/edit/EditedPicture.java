package dev.frameloom.edit;

import dev.frameloom.image.Picture;

/**
 * One edited frame, of the size of its source.
 *
 * @param sequence sequence of the source frame
 * @param picture its pixels
 * @param origin how it came to be
 */
public record EditedPicture(long sequence, Picture picture, FrameOrigin origin) {}
