package dev.frameloom.edit;

import dev.frameloom.image.Picture;

/**
 * A decoded source frame.
 *
 * @param sequence position in the stream; noise is keyed by it
 * @param picture its pixels
 */
public record SourceFrame(long sequence, Picture picture) {}
