package dev.frameloom.patch;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import java.util.List;

/** Small things to paint, for tests. */
final class PatchScenes {

  private PatchScenes() {}

  /**
   * A frame, its edit and the next frame: the edit is the frame's colours turned and a weave over
   * them, the next frame the first one shifted by (dx, dy).
   */
  record Scene(Picture frame, Picture edit, Picture next) {

    /** Colours and the next frame's place in the first, as an interval's painting has them. */
    List<Guide> guides() {
      return List.of(
          new Guide(Levels.of(frame), Levels.of(next), 6),
          new Guide(Levels.of(edit), Levels.of(edit), 0.5));
    }
  }

  static Scene shifted(int width, int height, double dx, double dy) {
    Picture frame = TestPictures.waves(width, height, 0, 0);
    byte[] edit = new byte[frame.rgb().length];
    for (int i = 0; i < edit.length; i++) {
      int pixel = i / 3;
      int weave = 40 * ((pixel % width + 2 * (pixel / width)) % 5);
      edit[i] = (byte) (((frame.rgb()[pixel * 3 + (i + 1) % 3] & 0xff) + weave) / 2);
    }
    return new Scene(
        frame, new Picture(width, height, edit), TestPictures.waves(width, height, dx, dy));
  }

  static Synthesis painted(int threads, Scene scene, SynthesisSettings settings) {
    try (PatchSynthesis synthesis = new PatchSynthesis(threads)) {
      return synthesis.paint(scene.edit(), scene.guides(), settings);
    }
  }
}
