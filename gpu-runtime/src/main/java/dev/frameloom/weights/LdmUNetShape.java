package dev.frameloom.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the shapes of a UNet's tensors tell of its configuration.
 *
 * @param inChannels of the latents that come in
 * @param outChannels of the prediction
 * @param channels of each level, outermost first
 * @param transformers transformer blocks at a site of each level on the way down; 0 without
 * @param attendingUp which levels have attention on the way up, innermost first
 * @param layers residual blocks of a level on the way down
 * @param contextSize size of a text embedding
 * @param linear whether linear maps stand around the transformers
 * @param guidanceSize size of the guidance embedding, 0 without
 */
record LdmUNetShape(
    int inChannels,
    int outChannels,
    List<Integer> channels,
    List<Integer> transformers,
    List<Boolean> attendingUp,
    int layers,
    int contextSize,
    boolean linear,
    int guidanceSize) {

  /** Numbers of a head in Stable Diffusion 2; version 1 has eight heads of any size. */
  private static final int HEAD_SIZE = 64;

  private static final int HEADS = 8;

  LdmUNetShape {
    channels = List.copyOf(channels);
    transformers = List.copyOf(transformers);
    attendingUp = List.copyOf(attendingUp);
  }

  /** One level on the way down, as it is counted. */
  private record Level(int channels, int layers, int transformers) {}

  /**
   * Reads the shape.
   *
   * @param unet under {@code model.diffusion_model.}
   * @throws ModelLoadException where the tensors make no UNet of this family
   */
  static LdmUNetShape of(LdmShapes unet) {
    List<Level> levels = levels(unet);
    int layers = levels.get(0).layers();
    if (layers == 0 || levels.stream().anyMatch(level -> level.layers() != layers)) {
      throw new ModelLoadException(
          "%s: UNet: expected as many residual blocks in each level, found %s"
              .formatted(unet.file(), levels.stream().map(Level::layers).toList()));
    }
    String site = firstSite(unet);
    List<Boolean> up = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      up.add(unet.hasAny("output_blocks." + i * (layers + 1) + ".1.transformer_blocks."));
    }
    return new LdmUNetShape(
        unet.size("input_blocks.0.0.weight", 1),
        unet.size("out.2.weight", 0),
        levels.stream().map(Level::channels).toList(),
        levels.stream().map(Level::transformers).toList(),
        up,
        layers,
        unet.size(site + ".transformer_blocks.0.attn2.to_k.weight", 1),
        unet.shape(site + ".proj_in.weight").size() == 2,
        unet.has("time_embed.cond_proj.weight") ? unet.size("time_embed.cond_proj.weight", 1) : 0);
  }

  private static List<Level> levels(LdmShapes unet) {
    List<Level> levels = new ArrayList<>();
    Level level = new Level(0, 0, 0);
    for (int block = 1; ; block++) {
      String place = "input_blocks." + block;
      if (unet.has(place + ".0.in_layers.2.weight")) {
        level =
            new Level(
                unet.size(place + ".0.in_layers.2.weight", 0),
                level.layers() + 1,
                unet.count(place + ".1.transformer_blocks.", ".norm1.weight"));
      } else {
        levels.add(level);
        level = new Level(0, 0, 0);
        if (!unet.has(place + ".0.op.weight")) {
          return levels;
        }
      }
    }
  }

  private static String firstSite(LdmShapes unet) {
    for (int block = 1; unet.hasAny("input_blocks." + block + "."); block++) {
      if (unet.has("input_blocks." + block + ".1.proj_in.weight")) {
        return "input_blocks." + block + ".1";
      }
    }
    throw new ModelLoadException(unet.file() + ": UNet: expected attention to text, found none");
  }

  /** The names of its tensors. */
  LdmUNetNames names() {
    return new LdmUNetNames(layers, attendingUp);
  }

  /** As diffusers writes it down. */
  ObjectNode config() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("_class_name", "UNet2DConditionModel");
    node.put("in_channels", inChannels).put("out_channels", outChannels);
    node.put("layers_per_block", layers).put("cross_attention_dim", contextSize);
    node.put("use_linear_projection", linear);
    channels.forEach(node.withArray("block_out_channels")::add);
    transformers.forEach(
        it ->
            node.withArray("down_block_types")
                .add(it > 0 ? "CrossAttnDownBlock2D" : "DownBlock2D"));
    attendingUp.forEach(
        it -> node.withArray("up_block_types").add(it ? "CrossAttnUpBlock2D" : "UpBlock2D"));
    int most = Collections.max(transformers);
    transformers.forEach(
        it -> node.withArray("transformer_layers_per_block").add(it > 0 ? it : most));
    if (!linear) {
      node.put("attention_head_dim", HEADS);
    } else if (channels.stream().allMatch(it -> it % HEAD_SIZE == 0)) {
      channels.forEach(it -> node.withArray("attention_head_dim").add(it / HEAD_SIZE));
    }
    if (guidanceSize > 0) {
      node.put("time_cond_proj_dim", guidanceSize);
    }
    return node;
  }
}
