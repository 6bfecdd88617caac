package dev.frameloom.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the shapes of an autoencoder's tensors tell of its configuration.
 *
 * @param pictureChannels 3
 * @param latentChannels 4 in Stable Diffusion
 * @param channels of each level, outermost first
 * @param layers residual blocks of a level on the way down
 * @param quantised whether 1×1 convolutions stand around the latents
 * @param attending whether the middle has attention
 */
record LdmVaeShape(
    int pictureChannels,
    int latentChannels,
    List<Integer> channels,
    int layers,
    boolean quantised,
    boolean attending) {

  LdmVaeShape {
    channels = List.copyOf(channels);
  }

  /**
   * Reads the shape.
   *
   * @param vae under {@code first_stage_model.}
   */
  static LdmVaeShape of(LdmShapes vae) {
    List<Integer> channels = new ArrayList<>();
    int levels = vae.count("encoder.down.", ".block.0.conv1.weight");
    for (int level = 0; level < levels; level++) {
      channels.add(vae.size("encoder.down." + level + ".block.0.conv1.weight", 0));
    }
    return new LdmVaeShape(
        vae.size("encoder.conv_in.weight", 1),
        vae.size("decoder.conv_in.weight", 1),
        channels,
        vae.count("encoder.down.0.block.", ".conv1.weight"),
        vae.has("quant_conv.weight"),
        vae.has("encoder.mid.attn_1.q.weight"));
  }

  /** Whether a model reads a stored tensor: what training compared pictures with is left. */
  static boolean uses(String stored) {
    return !stored.startsWith("loss.");
  }

  /** The names of its tensors. */
  LdmVaeNames names() {
    return new LdmVaeNames(channels.size());
  }

  /** As diffusers writes it down. */
  ObjectNode config() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("_class_name", "AutoencoderKL");
    node.put("in_channels", pictureChannels).put("latent_channels", latentChannels);
    node.put("layers_per_block", layers).put("scaling_factor", 0.18215);
    node.put("use_quant_conv", quantised).put("use_post_quant_conv", quantised);
    node.put("mid_block_add_attention", attending);
    for (int size : channels) {
      node.withArray("block_out_channels").add(size);
      node.withArray("down_block_types").add("DownEncoderBlock2D");
      node.withArray("up_block_types").add("UpDecoderBlock2D");
    }
    return node;
  }
}
