package dev.frameloom.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.image.Picture;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small models of CLIP's layout against transformers 4.57.1 on PyTorch 2.7.1, pictures prepared by
 * its CLIPImageProcessor on Pillow 13.0.0; 11.3.0 gives the same.
 *
 * <p>Tolerance: prepared pixels are equal; the rest is some forty roundings of 6e-8 in another
 * order.
 */
class GoldenClipTest {

  private static final double TOLERANCE = 1e-5;
  private static final int TEXTS = 3;

  /** A picture's name, width and height. */
  private record Case(String name, int width, int height) {}

  private static final List<Case> PICTURES =
      List.of(
          new Case("small", 13, 9),
          new Case("wide", 91, 50),
          new Case("high", 50, 91),
          new Case("strip", 150, 3),
          new Case("same", 32, 32),
          new Case("one", 1, 1));

  static Stream<Path> models() {
    return GoldenTensors.sets()
        .flatMap(set -> Stream.of("quick", "old", "exact").map(set.resolve("clip")::resolve));
  }

  @ParameterizedTest
  @MethodSource("models")
  void pixels_are_the_references_to_the_bit(Path folder) {
    try (ClipModel model = ClipModel.open(folder, "cpu");
        GoldenTensors golden = GoldenTensors.in(folder)) {
      for (Case it : PICTURES) {
        assertThat(model.pixelsOf(picture(golden, it)))
            .as(it.name())
            .containsExactly(golden.values("out." + it.name() + ".pixels"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void embeddings_and_their_cosines_are_the_references(Path folder) {
    try (ClipModel model = ClipModel.open(folder, "cpu");
        GoldenTensors golden = GoldenTensors.in(folder)) {
      List<ClipEmbedding> texts = texts(golden).stream().map(model::embedTokens).toList();
      List<ClipEmbedding> pictures =
          PICTURES.stream().map(it -> model.embed(picture(golden, it))).toList();
      GoldenTensors.assertClose("text", golden.values("out.text"), joined(texts), TOLERANCE);
      GoldenTensors.assertClose(
          "pictures", golden.values("out.images"), joined(pictures), TOLERANCE);
      float[] cosines = golden.values("out.cosines");
      for (int i = 0; i < cosines.length; i++) {
        assertThat(pictures.get(i / TEXTS).cosine(texts.get(i % TEXTS)))
            .as("picture %d, text %d", i / TEXTS, i % TEXTS)
            .isCloseTo(cosines[i], within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void a_prompt_is_embedded_by_its_tokens(Path folder) {
    try (ClipModel model = ClipModel.open(folder, "cpu");
        GoldenTensors golden = GoldenTensors.in(folder)) {
      ClipEmbedding byTokens = model.embedTokens(texts(golden).get(0));
      assertThat(model.embed("a photo of a cat").values()).containsExactly(byTokens.values());
    }
  }

  private static List<List<Integer>> texts(GoldenTensors golden) {
    float[] ids = golden.values("in.ids");
    List<List<Integer>> texts = new ArrayList<>();
    for (int text = 0; text < TEXTS; text++) {
      List<Integer> row = new ArrayList<>();
      for (int i = 0; i < ids.length / TEXTS; i++) {
        row.add((int) ids[text * (ids.length / TEXTS) + i]);
      }
      texts.add(row);
    }
    return texts;
  }

  private static Picture picture(GoldenTensors golden, Case it) {
    float[] levels = golden.values("in." + it.name());
    byte[] rgb = new byte[levels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) levels[i];
    }
    return new Picture(it.width(), it.height(), rgb);
  }

  private static float[] joined(List<ClipEmbedding> embeddings) {
    int size = embeddings.get(0).values().length;
    float[] all = new float[embeddings.size() * size];
    for (int i = 0; i < embeddings.size(); i++) {
      System.arraycopy(embeddings.get(i).values(), 0, all, i * size, size);
    }
    return all;
  }
}
