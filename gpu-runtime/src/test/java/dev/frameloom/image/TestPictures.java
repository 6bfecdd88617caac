package dev.frameloom.image;

/** Pictures drawn by formulas, for tests. */
public final class TestPictures {

  private TestPictures() {}

  /** Smooth waves of different frequencies in the three channels, shifted by (dx, dy) pixels. */
  public static Picture waves(int width, int height, double dx, double dy) {
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double u = x - dx;
        double v = y - dy;
        int at = (y * width + x) * 3;
        rgb[at] = level(Math.sin(u * 0.31) + Math.cos(v * 0.23 + 1));
        rgb[at + 1] = level(Math.sin(u * 0.11 + v * 0.17) + Math.cos(u * 0.05 - v * 0.29));
        rgb[at + 2] = level(Math.cos(u * 0.19 - 2) + Math.sin(v * 0.13));
      }
    }
    return new Picture(width, height, rgb);
  }

  /** One colour everywhere. */
  public static Picture plain(int width, int height, int red, int green, int blue) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new Picture(width, height, rgb);
  }

  /** A picture with a filled square on it. */
  public static Picture withSquare(
      Picture ground, int left, int top, int side, int red, int green, int blue) {
    byte[] rgb = ground.rgb().clone();
    for (int y = Math.max(0, top); y < Math.min(ground.height(), top + side); y++) {
      for (int x = Math.max(0, left); x < Math.min(ground.width(), left + side); x++) {
        int at = (y * ground.width() + x) * 3;
        rgb[at] = (byte) red;
        rgb[at + 1] = (byte) green;
        rgb[at + 2] = (byte) blue;
      }
    }
    return new Picture(ground.width(), ground.height(), rgb);
  }

  /** The mean of the absolute differences of all bytes. */
  public static double meanDifference(Picture a, Picture b) {
    return SceneCut.difference(a.rgb(), b.rgb());
  }

  private static byte level(double wave) {
    return (byte) Math.round(127.5 + 60 * wave);
  }
}
