package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.flow.network.FlowOptions;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks from a folder of weights to flow fields: sizes, batches, repetition, refusals. */
class FlowNetworksTest {

  private static final Path LAYOUTS = GoldenTensors.folder().resolve("flow");
  private static final FlowOptions QUICK = FlowOptions.STANDARD.withIterations(3);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gmflow", "raft_small", "raft_large"})
  void pairs_of_any_sizes_have_one_flow_however_they_are_asked_for(String type) throws IOException {
    write(type);
    List<Picture> from =
        List.of(
            TestPictures.waves(150, 131, 0, 0),
            TestPictures.waves(150, 131, 4, -3),
            TestPictures.waves(97, 140, 0, 0));
    List<Picture> to =
        List.of(
            TestPictures.waves(150, 131, 4, -3),
            TestPictures.waves(150, 131, 1, 2),
            TestPictures.waves(97, 140, -2, 1));
    try (OpticalFlow flow = FlowNetworks.open(folder, "cpu", QUICK);
        OpticalFlow batched = FlowNetworks.open(folder, "cpu:bf16", QUICK.withBatch(4))) {
      List<FlowField> fields = flow.between(from, to);
      List<FlowPair> pairs = flow.pairs(from, to);
      List<FlowField> together = batched.between(from, to);
      List<FlowPair> bothTogether = batched.pairs(from, to);
      for (int i = 0; i < from.size(); i++) {
        FlowField field = fields.get(i);
        assertThat(field.width()).isEqualTo(from.get(i).width());
        assertThat(field.height()).isEqualTo(from.get(i).height());
        assertThat(flow.between(from.get(i), to.get(i)).vectors()).isEqualTo(field.vectors());
        FlowPair pair = flow.pair(from.get(i), to.get(i));
        assertThat(pairs.get(i).forward().vectors()).isEqualTo(pair.forward().vectors());
        assertThat(pairs.get(i).backward().vectors()).isEqualTo(pair.backward().vectors());
        assertNear(field, pair.forward());
        assertNear(flow.between(to.get(i), from.get(i)), pair.backward());
        assertNear(field, together.get(i));
        assertNear(pair.forward(), bothTogether.get(i).forward());
        assertNear(pair.backward(), bothTogether.get(i).backward());
      }
    }
    try (OpticalFlow fresh = FlowNetworks.open(folder, "cpu", QUICK)) {
      assertThat(fresh.pairs(from, to).get(2).backward().vectors())
          .as("the same bytes from a network opened again")
          .isEqualTo(fresh.pair(from.get(2), to.get(2)).backward().vectors());
    }
  }

  @ParameterizedTest
  @CsvSource({"gmflow,1,1", "gmflow,5,40", "raft_small,1,1", "raft_small,3,200"})
  void tiny_pictures_have_flow_too(String type, int width, int height) throws IOException {
    write(type);
    try (OpticalFlow flow = FlowNetworks.open(folder, "cpu", QUICK)) {
      FlowField field =
          flow.between(
              TestPictures.waves(width, height, 0, 0), TestPictures.waves(width, height, 1, 0));
      assertThat(field.width()).isEqualTo(width);
      assertThat(field.height()).isEqualTo(height);
    }
  }

  @Test
  void pictures_of_two_sizes_and_lists_of_two_lengths_are_refused() throws IOException {
    write("raft_small");
    Picture small = TestPictures.waves(32, 30, 0, 0);
    Picture large = TestPictures.waves(32, 32, 0, 0);
    try (OpticalFlow flow = FlowNetworks.open(folder, "cpu", QUICK)) {
      assertThatThrownBy(() -> flow.between(large, small)).hasMessageContaining("32x32 and 32x30");
      assertThatThrownBy(() -> flow.pair(large, small)).hasMessageContaining("32x32 and 32x30");
      assertThatThrownBy(() -> flow.between(List.of(large), List.of()))
          .hasMessageContaining("found 0 and 1");
      assertThat(flow.between(List.of(), List.of())).isEmpty();
    }
  }

  @Test
  void a_network_of_another_kind_is_refused_by_name() throws IOException {
    write("raft_small");
    setType("raft_large");
    assertRefused("tensor module.fnet.conv1.weight: expected shape [64, 3, 7, 7], found [32, 3");
    setType("gmflow");
    assertRefused("missing tensor backbone.conv1.weight");
    setType("pwc");
    assertRefused("setting model_type: expected gmflow, raft_large or raft_small, found pwc");
    Files.delete(folder.resolve("config.json"));
    assertRefused("config.json");
    write("gmflow");
    setType("raft_small");
    assertRefused(
        "missing tensor fnet.conv1.weight or module.fnet.conv1.weight or"
            + " feature_encoder.convnormrelu.0.weight");
  }

  @Test
  void weights_that_are_no_numbers_are_refused_by_name() throws IOException {
    float[] broken = new float[128];
    broken[5] = Float.NaN;
    HashedWeights.write(
        LAYOUTS.resolve("gmflow.json"),
        "gmflow",
        "",
        folder,
        Map.of("backbone.conv2.bias", broken));
    assertRefused("tensor backbone.conv2.bias: expected finite numbers, found 1 of 128");
  }

  @Test
  void gmflow_with_refinement_is_refused_with_what_to_take_instead() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add("backbone.trident_conv.weight", new float[9], 1, 1, 3, 3);
    writer.write(folder.resolve("model.safetensors"));
    setType("gmflow");
    assertRefused("without \"with_refine\"");
  }

  private void write(String type) throws IOException {
    HashedWeights.write(LAYOUTS.resolve(type + ".json"), type, "", folder);
  }

  private void setType(String type) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        new ObjectMapper().createObjectNode().put("model_type", type).toString());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> FlowNetworks.open(folder, "cpu"))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(message);
  }

  /** More rows at once may be summed in another order. */
  private static void assertNear(FlowField expected, FlowField found) {
    float[] one = expected.vectors();
    float[] other = found.vectors();
    assertThat(other).hasSameSizeAs(one);
    for (int i = 0; i < one.length; i++) {
      assertThat(other[i]).isBetween(one[i] - 1e-3f, one[i] + 1e-3f);
    }
  }
}
