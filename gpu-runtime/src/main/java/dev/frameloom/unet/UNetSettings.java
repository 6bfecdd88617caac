package dev.frameloom.unet;

import dev.frameloom.weights.ConfigReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which settings of a {@code UNet2DConditionModel} (diffusers 0.35.2) may be there: those that
 * {@link UNetConfig} reads, those that change nothing, and those that must have the one value that
 * is built. Any other setting might change the numbers and is refused, unless it says nothing.
 */
final class UNetSettings {

  /** What {@link UNetConfig} reads. */
  private static final Set<String> READ =
      Set.of(
          "in_channels",
          "out_channels",
          "block_out_channels",
          "down_block_types",
          "up_block_types",
          "layers_per_block",
          "attention_head_dim",
          "num_attention_heads",
          "transformer_layers_per_block",
          "cross_attention_dim",
          "norm_num_groups",
          "norm_eps",
          "flip_sin_to_cos",
          "freq_shift",
          "time_cond_proj_dim");

  /**
   * What changes nothing here.
   *
   * <ul>
   *   <li>sample_size: the size of training, any will do; dropout: of training only
   *   <li>use_linear_projection: the shapes of the weights say it
   *   <li>upcast_attention: scores are in single precision in any case, see {@link
   *       ScaledDotProduct}
   *   <li>sizes of embeddings that are refused themselves
   *   <li>what a moving average of weights leaves behind (decay … power)
   * </ul>
   */
  private static final Set<String> HARMLESS =
      Set.of(
          "sample_size",
          "dropout",
          "use_linear_projection",
          "upcast_attention",
          "addition_time_embed_dim",
          "addition_embed_type_num_heads",
          "projection_class_embeddings_input_dim",
          "decay",
          "min_decay",
          "optimization_step",
          "update_after_step",
          "use_ema_warmup",
          "inv_gamma",
          "power");

  /**
   * What must have one of these values; none but missing, null and false where the list is empty.
   */
  private static final Map<String, String[]> BUILT =
      new TreeMap<>(
          Map.ofEntries(
              one("_class_name", "UNet2DConditionModel"),
              one("act_fn", "silu", "swish"),
              one("mid_block_type", "UNetMidBlock2DCrossAttn"),
              one("resnet_time_scale_shift", "default"),
              one("time_embedding_type", "positional"),
              one("conv_in_kernel", "3"),
              one("conv_out_kernel", "3"),
              one("downsample_padding", "1"),
              one("mid_block_scale_factor", "1", "1.0"),
              one("resnet_out_scale_factor", "1", "1.0"),
              one("attention_type", "default"),
              one("center_input_sample"),
              one("class_embeddings_concat"),
              one("cross_attention_norm"),
              one("dual_cross_attention"),
              one("mid_block_only_cross_attention"),
              one("only_cross_attention"),
              one("resnet_skip_time_act"),
              one("reverse_transformer_layers_per_block"),
              one("time_embedding_act_fn"),
              one("time_embedding_dim"),
              one("timestep_post_act")));

  /** What other families have, and which. */
  private static final Map<String, String> FAMILIES =
      new TreeMap<>(
          Map.of(
              "addition_embed_type", "SDXL and others with a second embedding are not supported",
              "class_embed_type", "unCLIP, upscalers and others with classes are not supported",
              "num_class_embeds", "upscalers and others with classes are not supported",
              "encoder_hid_dim", "Kandinsky and DeepFloyd IF are not supported",
              "encoder_hid_dim_type", "Kandinsky, IP-Adapter and DeepFloyd IF are not supported"));

  private UNetSettings() {}

  private static Map.Entry<String, String[]> one(String name, String... values) {
    return Map.entry(name, values);
  }

  /**
   * Refuses what is not built.
   *
   * @throws dev.frameloom.weights.ModelLoadException that names the setting
   */
  static void check(ConfigReader config) {
    FAMILIES.forEach(
        (name, reason) -> {
          if (config.says(name)) {
            throw config.unfit(name, "none (" + reason + ")", config.node().get(name));
          }
        });
    BUILT.forEach(config::allowOnly);
    config
        .node()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!isKnown(name) && config.says(name)) {
                throw config.unfit(
                    name,
                    "none (the setting is not known here and might change the numbers)",
                    config.node().get(name));
              }
            });
  }

  /** Notes begin with an underscore. */
  private static boolean isKnown(String name) {
    return name.startsWith("_")
        || READ.contains(name)
        || HARMLESS.contains(name)
        || BUILT.containsKey(name);
  }
}
