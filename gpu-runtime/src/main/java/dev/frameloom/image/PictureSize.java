package dev.frameloom.image;

/**
 * How large a picture is.
 *
 * @param width pixels in a row
 * @param height rows
 */
public record PictureSize(int width, int height) {

  /** All of them. */
  public long pixels() {
    return (long) width * height;
  }
}
