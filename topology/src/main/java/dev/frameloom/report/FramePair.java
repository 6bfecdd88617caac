package dev.frameloom.report;

import dev.frameloom.image.Picture;

/**
 * A frame of the source and its edit, of one size.
 *
 * @param index of the pair, from 0
 * @param seconds since the first pair, by the source's clock
 * @param source the frame
 * @param edited what was made of it
 */
public record FramePair(long index, double seconds, Picture source, Picture edited) {

  public FramePair {
    if (source.width() != edited.width() || source.height() != edited.height()) {
      throw new IllegalArgumentException(
          "an edited frame has its source's size: expected %dx%d, found %dx%d"
              .formatted(source.width(), source.height(), edited.width(), edited.height()));
    }
  }
}
