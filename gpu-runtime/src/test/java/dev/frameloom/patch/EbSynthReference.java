package dev.frameloom.patch;

import dev.frameloom.image.Picture;
import dev.frameloom.patch.PatchScenes.Scene;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Input for EbSynth's own program and what came of it; see {@code src/test/ebsynth/README.md}. */
final class EbSynthReference {

  static final int WIDTH = 96;
  static final int HEIGHT = 80;
  static final SynthesisSettings SETTINGS = SynthesisSettings.defaults().withRounds(12, 6);

  private EbSynthReference() {}

  /**
   * Mean errors of patches.
   *
   * @param total of style and guides, by the picture after the last vote
   * @param objective with the price of uneven use
   */
  record Figures(double total, double objective) {

    static Figures of(Picture picture, int[] matches) {
      Levels style = Levels.of(scene().edit());
      double total = SlowPatches.meanError(style, guides(), SETTINGS, Levels.of(picture), matches);
      double uneven = SlowPatches.meanOccupancy(style, SETTINGS, matches);
      return new Figures(total, total + SETTINGS.uniformity() * uneven);
    }
  }

  static Scene scene() {
    return PatchScenes.shifted(WIDTH, HEIGHT, 7, -4);
  }

  /** Colour, the frame painted before, and place, as an interval is painted with. */
  static List<Guide> guides() {
    Scene scene = scene();
    byte[] places = new byte[WIDTH * HEIGHT * 3];
    byte[] movedPlaces = new byte[places.length];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH;
      places[3 * i] = (byte) (255 * y / (HEIGHT - 1));
      places[3 * i + 1] = (byte) (255 * x / (WIDTH - 1));
      movedPlaces[3 * i] = (byte) (255 * Math.min(HEIGHT - 1, y + 4) / (HEIGHT - 1));
      movedPlaces[3 * i + 1] = (byte) (255 * Math.max(0, x - 7) / (WIDTH - 1));
    }
    return List.of(
        new Guide(Levels.of(scene.frame()), Levels.of(scene.next()), 6),
        new Guide(Levels.of(scene.edit()), Levels.of(moved(scene.edit())), 0.5),
        new Guide(
            new Levels(WIDTH, HEIGHT, 3, places), new Levels(WIDTH, HEIGHT, 3, movedPlaces), 2));
  }

  /** The edit as it is seen on the next frame, its outermost pixels repeated. */
  private static Picture moved(Picture edit) {
    byte[] rgb = new byte[edit.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      int x = Math.max(0, i / 3 % WIDTH - 7);
      int y = Math.min(HEIGHT - 1, i / 3 / WIDTH + 4);
      rgb[i] = edit.rgb()[(y * WIDTH + x) * 3 + i % 3];
    }
    return new Picture(WIDTH, HEIGHT, rgb);
  }

  /** {@code write FILE} makes the input, {@code read FILE} tells the errors of the output. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    if (arguments[0].equals("write")) {
      Files.write(file, input());
      return;
    }
    ByteBuffer output = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    output.get(rgb);
    int[] matches = new int[WIDTH * HEIGHT];
    for (int i = 0; i < matches.length; i++) {
      matches[i] = Matches.at(output.getInt(), output.getInt());
    }
    System.out.println(Figures.of(new Picture(WIDTH, HEIGHT, rgb), matches));
  }

  private static byte[] input() {
    List<Guide> guides = guides();
    int channels = 3 * guides.size();
    ByteBuffer input =
        ByteBuffer.allocate(12 + WIDTH * HEIGHT * (3 + 2 * channels) + 4 * (3 + channels))
            .order(ByteOrder.LITTLE_ENDIAN);
    input.putInt(WIDTH).putInt(HEIGHT).putInt(channels);
    input.put(scene().edit().rgb());
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      for (Guide guide : guides) {
        input.put(guide.source().values(), 3 * i, 3);
      }
    }
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      for (Guide guide : guides) {
        input.put(guide.target().values(), 3 * i, 3);
      }
    }
    for (int c = 0; c < 3; c++) {
      input.putFloat((float) (SETTINGS.styleWeight() / 3));
    }
    for (int c = 0; c < channels; c++) {
      input.putFloat((float) (guides.get(c / 3).weight() / 3));
    }
    return input.array();
  }
}
