package dev.frameloom.unet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.block.ResidualBlock;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelFolder;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks by themselves against diffusers 0.35.2; single precision, values of size 1 to 5. */
class GoldenBlockTest {

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void a_residual_block_equals_the_references(Path path) {
    ModelFolder folder = ModelFolder.open(path);
    UNetConfig config = UNetConfig.read(folder.config("unet"));
    try (GoldenTensors golden = GoldenTensors.in(path);
        WeightFiles files = folder.weights("unet");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights weights =
          new Weights(files, owner, DataType.FLOAT32).at("down_blocks", 1).at("resnets", 0);
      ResidualBlock block =
          new ResidualBlock(
              weights,
              new ResidualBlock.Size(
                  config.channels().get(0),
                  config.channels().get(1),
                  config.timeSize(),
                  config.groups(),
                  config.epsilon()));
      NDArray x = golden.array(owner, "residual.in.x");
      NDArray time = golden.array(owner, "residual.in.time");
      golden.assertClose("residual.out", block.apply(owner, x, time), 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.frameloom.weights.GoldenTensors#families")
  void a_transformer_equals_the_references(Path path) {
    ModelFolder folder = ModelFolder.open(path);
    UNetConfig config = UNetConfig.read(folder.config("unet"));
    try (GoldenTensors golden = GoldenTensors.in(path);
        WeightFiles files = folder.weights("unet");
        NDManager owner = ComputeDevice.CPU.newScope()) {
      Weights weights =
          new Weights(files, owner, DataType.FLOAT32).at("down_blocks", 1).at("attentions", 0);
      SpatialTransformer block = new SpatialTransformer(weights, config, 1);
      NDArray x = golden.array(owner, "transformer.in.x");
      UNetCall call = new UNetCall(x, golden.array(owner, "text.out"), UNetHooks.NONE);
      golden.assertClose("transformer.out", block.apply(owner, x, call), 2e-5);
    }
  }

  @Test
  void the_seam_sees_every_site_with_its_size() {
    List<AttentionSite> sites = new ArrayList<>();
    AttentionProcessor recording =
        (site, q, k, v) -> {
          sites.add(site);
          assertThat(q.getShape().get(0)).isEqualTo(site.rows());
          assertThat(q.getShape().get(2)).isEqualTo((long) site.height() * site.width());
          return AttentionProcessor.STANDARD.attend(site, q, k, v);
        };
    try (DiffusionModel model = DiffusionModel.load(GoldenTensors.folder().resolve("sd2"), "cpu");
        GoldenTensors golden = GoldenTensors.in(GoldenTensors.folder().resolve("sd2"));
        NDManager scope = model.newScope()) {
      NDArray x = golden.array(scope, "unet.in.x");
      NDArray found =
          model.predict(
              scope,
              UNetInput.of(x, 7, golden.array(scope, "text.out")),
              UNetHooks.NONE.withAttention(recording));
      golden.assertClose("unet.out.7", found, 5e-5);
    }
    assertThat(sites).hasSize(32);
    assertThat(sites.get(0))
        .isEqualTo(
            new AttentionSite(
                "down_blocks.0.attentions.0.transformer_blocks.0.attn1",
                AttentionSite.Kind.SELF,
                2,
                8,
                16));
    assertThat(sites.get(1).kind()).isEqualTo(AttentionSite.Kind.CROSS);
  }
}
