package dev.frameloom.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.engine.NotFiniteException;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipScoresTest {

  private static final Path MODEL = GoldenTensors.folder().resolve("clip/exact");
  private static final Picture BLACK = TestPictures.plain(20, 30, 0, 0, 0);
  private static final Picture WHITE = TestPictures.plain(20, 30, 255, 255, 255);
  private static final Picture WAVES = TestPictures.waves(45, 30, 0, 0);
  private static final ClipPrompts BOTH =
      ClipPrompts.NONE.withTarget("pencil sketch").withSource("a photo of a cat");

  @TempDir Path folder;

  @Test
  void scores_are_means_of_what_frames_say() {
    try (ClipModel model = ClipModel.open(MODEL, "cpu")) {
      ClipScores scores = new ClipScores(model, BOTH);
      List<ClipScores.Frame> frames =
          List.of(BLACK, WHITE, WAVES).stream().map(scores::add).toList();

      ClipEmbedding target = model.embed("pencil sketch");
      ClipEmbedding source = model.embed("a photo of a cat");
      assertThat(frames.get(2).toTarget()).hasValue(model.embed(WAVES).cosine(target));
      assertThat(frames.get(2).toSource()).hasValue(model.embed(WAVES).cosine(source));
      assertThat(frames.get(0).toPrevious()).isEmpty();
      assertThat(frames.get(1).toPrevious())
          .hasValue(model.embed(WHITE).cosine(model.embed(BLACK)));
      assertThat(scores.clipScore().getAsDouble())
          .isCloseTo(
              frames.stream()
                  .mapToDouble(it -> it.toTarget().getAsDouble())
                  .average()
                  .getAsDouble(),
              within(1e-12));
      assertThat(scores.temCon().getAsDouble())
          .isCloseTo(
              (frames.get(1).toPrevious().getAsDouble() + frames.get(2).toPrevious().getAsDouble())
                  / 2,
              within(1e-12));
      double nearer =
          frames.stream()
              .filter(it -> it.toTarget().getAsDouble() > it.toSource().getAsDouble())
              .count();
      assertThat(scores.framAcc().getAsDouble()).isEqualTo(nearer / 3);
    }
  }

  @Test
  void what_there_is_nothing_to_compare_with_has_no_score() {
    try (ClipModel model = ClipModel.open(MODEL, "cpu")) {
      ClipScores none = new ClipScores(model, BOTH);
      assertThat(none.clipScore()).isEmpty();
      assertThat(none.temCon()).isEmpty();
      assertThat(none.framAcc()).isEmpty();

      ClipScores alone = new ClipScores(model, ClipPrompts.NONE);
      alone.add(BLACK);
      assertThat(alone.clipScore()).isEmpty();
      assertThat(alone.temCon()).isEmpty();
      alone.cut();
      assertThat(alone.add(WHITE).toPrevious()).isEmpty();
      assertThat(alone.add(WHITE).toPrevious().getAsDouble()).isCloseTo(1, within(1e-12));
      assertThat(alone.framAcc()).isEmpty();
    }
  }

  @Test
  void a_frame_as_near_to_both_prompts_is_no_hit() {
    try (ClipModel model = ClipModel.open(MODEL, "cpu")) {
      ClipScores scores =
          new ClipScores(model, ClipPrompts.NONE.withTarget("cat").withSource("cat"));
      scores.add(WAVES);
      assertThat(scores.framAcc()).hasValue(0);
    }
  }

  @Test
  void embeddings_of_zeros_fit_nothing_and_those_that_are_no_numbers_are_refused() {
    ClipEmbedding zero = new ClipEmbedding(new float[] {0, 0});
    assertThat(zero.cosine(new ClipEmbedding(new float[] {1, 2}))).isZero();
    assertThatThrownBy(() -> zero.cosine(new ClipEmbedding(new float[] {1})))
        .hasMessageContaining("found 2 and 1");
    assertThatThrownBy(() -> new ClipEmbedding(new float[] {Float.NaN}))
        .isInstanceOf(NotFiniteException.class);
  }

  @Test
  void what_is_not_built_is_refused_by_name() {
    assertRefused("config.json", node -> node.put("model_type", "siglip"), "siglip");
    assertRefused("config.json", node -> node.remove("vision_config"), "vision_config");
    assertRefused("config.json", node -> node.put("projection_dim", 13), "text_projection.weight");
    assertRefused(
        "config.json",
        node -> ((ObjectNode) node.get("vision_config")).put("hidden_act", "relu"),
        "relu");
    assertRefused("preprocessor_config.json", node -> node.put("resample", 2), "resample");
    assertRefused("preprocessor_config.json", node -> node.put("do_normalize", false), "do_norm");
    assertRefused("preprocessor_config.json", node -> node.put("size", 99), "image_size, 32");
    assertRefused("preprocessor_config.json", node -> node.put("rescale_factor", 1), "1/255");
    assertRefused("preprocessor_config.json", node -> node.putArray("image_std"), "3 numbers");
  }

  private void assertRefused(String file, Consumer<ObjectNode> change, String message) {
    try {
      for (String name :
          List.of(
              "config.json",
              "preprocessor_config.json",
              "vocab.json",
              "merges.txt",
              "model.safetensors")) {
        Files.deleteIfExists(folder.resolve(name));
        Files.copy(MODEL.resolve(name), folder.resolve(name));
      }
      ObjectMapper json = new ObjectMapper();
      ObjectNode node = (ObjectNode) json.readTree(folder.resolve(file).toFile());
      change.accept(node);
      json.writeValue(folder.resolve(file).toFile(), node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThatThrownBy(() -> ClipModel.open(folder, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(message);
  }
}
