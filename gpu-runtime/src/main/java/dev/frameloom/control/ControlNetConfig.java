package dev.frameloom.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.ModelLoadException;
import java.util.List;

/**
 * Shape of a ControlNet.
 *
 * @param unet shape of the UNet that it is a copy of, of which only the first half is meant
 * @param imageChannels channels of the control image (3)
 * @param hintChannels of the convolutions over the control image; each but the last halves it
 * @param blueFirst whether it was trained on images whose first channel is blue
 */
public record ControlNetConfig(
    UNetConfig unet, int imageChannels, List<Integer> hintChannels, boolean blueFirst) {

  /** Settings that a UNet does not have; the others mean what they mean there. */
  private static final List<String> OWN =
      List.of(
          "conditioning_channels",
          "conditioning_embedding_out_channels",
          "controlnet_conditioning_channel_order",
          "global_pool_conditions");

  public ControlNetConfig {
    hintChannels = List.copyOf(hintChannels);
  }

  /**
   * Reads a {@code config.json}.
   *
   * @throws ModelLoadException where it asks for what is not built
   */
  public static ControlNetConfig read(ConfigReader config) {
    config.allowOnly("_class_name", "ControlNetModel");
    config.allowOnly("global_pool_conditions");
    config.allowOnly("controlnet_conditioning_channel_order", "rgb", "bgr");
    String hint = "conditioning_embedding_out_channels";
    return new ControlNetConfig(
        UNetConfig.read(asUNet(config)),
        config.number("conditioning_channels", 3),
        config.has(hint) ? config.numbers(hint) : List.of(16, 32, 96, 256),
        config.text("controlnet_conditioning_channel_order", "rgb").equals("bgr"));
  }

  /** The same settings as those of a UNet, whose way up is named but never built. */
  private static ConfigReader asUNet(ConfigReader config) {
    ObjectNode node = config.node().deepCopy();
    node.put("_class_name", "UNet2DConditionModel");
    node.remove(OWN);
    ArrayNode up = node.putArray("up_block_types");
    config.texts("down_block_types").forEach(type -> up.add("UpBlock2D"));
    return new ConfigReader(config.file(), node);
  }

  /** Pixels of the control image per latent, in each direction. */
  public int factor() {
    return 1 << (hintChannels.size() - 1);
  }

  /**
   * Checks that this ControlNet is made for a model's UNet.
   *
   * @param file of the ControlNet, for the message
   * @throws ModelLoadException that says what differs
   */
  public void checkFit(String file, UNetConfig other) {
    check(file, "cross_attention_dim", other.contextSize(), unet.contextSize());
    check(file, "block_out_channels", other.channels(), unet.channels());
    check(file, "layers_per_block", other.layers(), unet.layers());
    check(file, "in_channels", other.inChannels(), unet.inChannels());
  }

  private static void check(String file, String setting, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new ModelLoadException(
          "%s: this ControlNet is made for another architecture: expected the UNet's %s %s, found %s"
              .formatted(file, setting, expected, found));
    }
  }
}
