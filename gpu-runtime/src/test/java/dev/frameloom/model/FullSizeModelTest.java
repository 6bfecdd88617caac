package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.text.TextEncoderConfig;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.vae.VaeConfig;
import dev.frameloom.weights.ConfigReader;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers are those of diffusers 0.35.2's and transformers 4.57.1's modules of these sizes. */
class FullSizeModelTest {

  @Test
  void all_parts_have_as_many_parameters_as_the_references() {
    assertThat(FullSizeModel.count(FullSizeUNet.shapes())).isEqualTo(859_520_964);
    assertThat(FullSizeModel.count(FullSizeVae.shapes())).isEqualTo(83_653_863);
    assertThat(FullSizeModel.count(FullSizeText.shapes())).isEqualTo(123_060_480);
    assertThat(FullSizeModel.parameters()).isEqualTo(1_066_235_307);
  }

  @Test
  void the_configurations_are_read() {
    assertThat(UNetConfig.read(reader(FullSizeConfigs.unet())).timeSize()).isEqualTo(1280);
    assertThat(VaeConfig.read(reader(FullSizeConfigs.vae())).factor()).isEqualTo(8);
    assertThat(TextEncoderConfig.read(reader(FullSizeConfigs.textEncoder())).size()).isEqualTo(768);
  }

  @Test
  void tensors_are_of_the_references_names_and_shapes() {
    assertThat(shape(FullSizeUNet.shapes(), "up_blocks.1.resnets.2.conv_shortcut.weight"))
        .isEqualTo("[1280, 1920, 1, 1]");
    assertThat(shape(FullSizeVae.shapes(), "decoder.up_blocks.2.resnets.0.conv1.weight"))
        .isEqualTo("[256, 512, 3, 3]");
    assertThat(FullSizeUNet.shapes()).hasSize(686);
    assertThat(FullSizeVae.shapes()).hasSize(248);
    assertThat(FullSizeText.shapes()).hasSize(196);
  }

  private static String shape(Map<String, long[]> shapes, String name) {
    return Arrays.toString(shapes.get(name));
  }

  private static ConfigReader reader(ObjectNode config) {
    return new ConfigReader("config.json", config);
  }
}
