package dev.frameloom.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.engine.Noise;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.unet.ControlResiduals;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ControlNets against diffusers 0.35.2 on PyTorch 2.7.1: random weights, zero convolutions that are
 * not zero, a control image for both rows. Tolerances as GoldenModelTest's.
 */
class ControlNetTest {

  private static final double[] SCALES = {0.8, 0.5};

  static Stream<Path> families() {
    return GoldenTensors.families();
  }

  @ParameterizedTest
  @MethodSource("families")
  void residuals_and_the_unet_with_one_and_with_two_equal_the_references(Path family) {
    List<String> names = family.endsWith("sd1") ? List.of("canny", "depth") : List.of("canny");
    try (GoldenTensors golden = golden(family);
        DiffusionModel model = DiffusionModel.load(family, "cpu");
        NDManager scope = model.newScope()) {
      NDArray x = golden.array(scope, "in.x");
      UNetInput input = UNetInput.of(x, 501, golden.array(scope, "in.text"));
      List<ControlResiduals> found = new ArrayList<>();
      for (String name : names) {
        try (ControlNet net = net(family, name, scope, model)) {
          NDArray image = golden.array(scope, "in.image." + name);
          found.add(net.residuals(scope, input, image, SCALES[found.size()]));
        }
        ControlResiduals residuals = found.get(found.size() - 1);
        for (int i = 0; i < residuals.skips().size(); i++) {
          String skip = "out." + name + ".skip." + i;
          golden.assertClose(skip, residuals.skips().get(i), 2e-5);
        }
        golden.assertClose("out." + name + ".mid", residuals.mid(), 2e-5);
        UNetInput controlled = input.withControl(ControlResiduals.sum(scope, found));
        NDArray predicted = model.predict(scope, controlled, UNetHooks.NONE);
        golden.assertClose("out.unet." + found.size(), predicted, 5e-5);
      }
    }
  }

  @Test
  void residuals_are_all_that_stays() {
    Path family = GoldenTensors.folder().resolve("sd1");
    try (DiffusionModel model = DiffusionModel.load(family, "cpu");
        NDManager scope = model.newScope();
        ControlNet net = net(family, "canny", scope, model)) {
      NDArray x = Noise.normal(scope, 1, "x", 0, 1, 4, 8, 8);
      NDArray text = Noise.normal(scope, 1, "text", 0, 1, 5, 32);
      NDArray image = Noise.normal(scope, 1, "image", 0, 1, 3, 64, 64);
      try (NDManager inner = scope.newSubManager()) {
        ControlResiduals found = net.residuals(inner, UNetInput.of(x, 7, text), image, 1);
        assertThat(found.skips()).hasSize(12);
        assertThat(inner.getManagedArrays()).hasSize(13);
      }
    }
  }

  @Test
  void a_control_net_for_another_unet_is_refused_before_it_is_used() {
    Path set = GoldenTensors.folder();
    try (DiffusionModel model = DiffusionModel.load(set.resolve("sd2"), "cpu");
        NDManager scope = model.newScope()) {
      assertThatThrownBy(() -> net(set.resolve("sd1"), "canny", scope, model))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining("sd1-canny")
          .hasMessageContaining("another architecture")
          .hasMessageContaining("cross_attention_dim 24, found 32");
    }
  }

  @Test
  void a_control_image_of_another_size_is_refused() {
    Path family = GoldenTensors.folder().resolve("sd1");
    try (DiffusionModel model = DiffusionModel.load(family, "cpu");
        NDManager scope = model.newScope();
        ControlNet net = net(family, "canny", scope, model)) {
      NDArray x = Noise.normal(scope, 1, "x", 0, 2, 4, 8, 8);
      NDArray text = Noise.normal(scope, 1, "text", 0, 2, 5, 32);
      NDArray image = Noise.normal(scope, 1, "image", 0, 1, 3, 64, 60);
      assertThatThrownBy(() -> net.residuals(scope, UNetInput.of(x, 7, text), image, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("control image: expected shape (1, 3, 64, 64)")
          .hasMessageContaining("found (1, 3, 64, 60)");
    }
  }

  @Test
  void settings_that_are_not_built_are_refused_by_name() throws IOException {
    for (String setting :
        List.of(
            "\"global_pool_conditions\": true",
            "\"controlnet_conditioning_channel_order\": \"brg\"",
            "\"addition_embed_type\": \"text_time\"",
            "\"_class_name\": \"ControlNetUnionModel\"")) {
      String json = "{\"block_out_channels\": [32], \"down_block_types\": [\"DownBlock2D\"], ";
      ConfigReader config =
          new ConfigReader("net/config.json", new ObjectMapper().readTree(json + setting + "}"));
      assertThatThrownBy(() -> ControlNetConfig.read(config))
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining(
              "net/config.json: setting " + setting.substring(1, setting.indexOf("\":")));
    }
  }

  private static ControlNet net(Path family, String name, NDManager scope, DiffusionModel model) {
    Path folder = control(family).resolve(family.getFileName() + "-" + name);
    return ControlNet.load(folder, scope, model.precision(), model.unetConfig());
  }

  private static Path control(Path family) {
    return family.resolveSibling("control");
  }

  private static GoldenTensors golden(Path family) {
    return GoldenTensors.open(control(family).resolve(family.getFileName() + ".safetensors"));
  }
}
