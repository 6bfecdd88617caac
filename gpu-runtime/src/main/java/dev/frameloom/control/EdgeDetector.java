package dev.frameloom.control;

import dev.frameloom.image.Picture;

/** Finds edges, from which a ControlNet draws. */
public interface EdgeDetector {

  /** Edges of a picture, of its size: 0 where there is none, up to 255. */
  GreyMap edges(Picture picture);
}
