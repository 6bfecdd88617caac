package dev.frameloom.weights;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What CompVis' latent diffusion code (LDM), and single-file checkpoints after it, call the layers
 * of a UNet. There the blocks of all levels are numbered through: {@code input_blocks.0} is {@code
 * conv_in}, then come each level's residual blocks and its downsampler; on the way up an upsampler
 * shares the number of the block before it.
 */
public final class LdmUNetNames implements TensorNames {

  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:(?<way>down|up)_blocks\\.(?<level>\\d+)|mid_block)"
              + "\\.(?<kind>resnets|attentions|downsamplers|upsamplers)\\.(?<slot>\\d+)"
              + "(?<rest>\\..*)?");

  private static final Map<String, String> OUTSIDE =
      Map.of(
          "time_embedding.linear_1", "time_embed.0",
          "time_embedding.linear_2", "time_embed.2",
          "time_embedding.cond_proj", "time_embed.cond_proj",
          "conv_in", "input_blocks.0.0",
          "conv_norm_out", "out.0",
          "conv_out", "out.2");

  private static final Map<String, String> RESIDUAL =
      Map.of(
          ".norm1", ".in_layers.0",
          ".conv1", ".in_layers.2",
          ".time_emb_proj", ".emb_layers.1",
          ".norm2", ".out_layers.0",
          ".conv2", ".out_layers.3",
          ".conv_shortcut", ".skip_connection");

  private final int layers;
  private final List<Boolean> attendingUp;

  /**
   * Names of a UNet of this shape.
   *
   * @param layers residual blocks of a level on the way down
   * @param attendingUp which levels have attention on the way up, innermost first
   */
  public LdmUNetNames(int layers, List<Boolean> attendingUp) {
    this.layers = layers;
    this.attendingUp = List.copyOf(attendingUp);
  }

  @Override
  public StoredName stored(String name) {
    return StoredName.whole(of(name));
  }

  /**
   * The name of a layer or of its tensor.
   *
   * @param name as {@code down_blocks.0.resnets.1.conv1}, with or without {@code .weight}
   * @return as {@code input_blocks.2.0.in_layers.2}
   */
  public String of(String name) {
    Matcher block = BLOCK.matcher(name);
    if (!block.matches()) {
      return LdmWords.replaceStart(name, OUTSIDE);
    }
    String kind = block.group("kind");
    String rest = block.group("rest") == null ? "" : block.group("rest");
    int slot = Integer.parseInt(block.group("slot"));
    boolean residual = kind.equals("resnets");
    String inside = residual ? LdmWords.replaceStart(rest, RESIDUAL) : rest;
    if (block.group("way") == null) {
      return "middle_block." + (residual ? 2 * slot : 2 * slot + 1) + inside;
    }
    int first = Integer.parseInt(block.group("level")) * (layers + 1);
    return switch (kind) {
      case "downsamplers" ->
          "input_blocks." + (1 + first + layers) + ".0" + rest.replaceFirst("^\\.conv", ".op");
      case "upsamplers" -> "output_blocks." + (first + layers) + "." + upsampler(first) + rest;
      default ->
          (block.group("way").equals("down")
                  ? "input_blocks." + (1 + first + slot)
                  : "output_blocks." + (first + slot))
              + (residual ? ".0" : ".1")
              + inside;
    };
  }

  /** After the residual block, and after the transformer where there is one. */
  private int upsampler(int first) {
    int level = first / (layers + 1);
    return level < attendingUp.size() && attendingUp.get(level) ? 2 : 1;
  }
}
