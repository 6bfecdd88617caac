package dev.frameloom.flow.raft;

import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** By which names RAFT's weights are stored. Paths are those of its authors. */
enum RaftNames {
  /** The authors' own, as {@code fnet.layer1.0.conv1}. */
  AUTHORS(""),
  /** The authors' as they publish them, from training on several GPUs. */
  AUTHORS_PARALLEL("module."),
  /** torchvision's, as {@code feature_encoder.layer1.0.convnormrelu1.0}. */
  TORCHVISION("");

  private static final Pattern BLOCK = Pattern.compile("(layer\\d\\.\\d)\\.(conv|norm)(\\d)");

  /** Paths outside the encoders. */
  private static final Map<String, String> UPDATE =
      Map.ofEntries(
          Map.entry("encoder.convc1", "update_block.motion_encoder.convcorr1.0"),
          Map.entry("encoder.convc2", "update_block.motion_encoder.convcorr2.0"),
          Map.entry("encoder.convf1", "update_block.motion_encoder.convflow1.0"),
          Map.entry("encoder.convf2", "update_block.motion_encoder.convflow2.0"),
          Map.entry("encoder.conv", "update_block.motion_encoder.conv.0"),
          Map.entry("gru.convz", "update_block.recurrent_block.convgru1.convz"),
          Map.entry("gru.convr", "update_block.recurrent_block.convgru1.convr"),
          Map.entry("gru.convq", "update_block.recurrent_block.convgru1.convq"),
          Map.entry("gru.convz1", "update_block.recurrent_block.convgru1.convz"),
          Map.entry("gru.convr1", "update_block.recurrent_block.convgru1.convr"),
          Map.entry("gru.convq1", "update_block.recurrent_block.convgru1.convq"),
          Map.entry("gru.convz2", "update_block.recurrent_block.convgru2.convz"),
          Map.entry("gru.convr2", "update_block.recurrent_block.convgru2.convr"),
          Map.entry("gru.convq2", "update_block.recurrent_block.convgru2.convq"),
          Map.entry("flow_head.conv1", "update_block.flow_head.conv1"),
          Map.entry("flow_head.conv2", "update_block.flow_head.conv2"),
          Map.entry("mask.0", "mask_predictor.convrelu.0"),
          Map.entry("mask.2", "mask_predictor.conv"));

  private final String prefix;

  RaftNames(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Finds out which names these are.
   *
   * @throws ModelLoadException where they are none of these
   */
  static RaftNames of(Weights weights, Path place) {
    String first = "fnet.conv1";
    for (RaftNames candidate : values()) {
      if (weights.has(candidate.stored(first) + ".weight")) {
        return candidate;
      }
    }
    List<String> expected = List.of(values()).stream().map(it -> it.stored(first)).toList();
    throw new ModelLoadException(
        place
            + ": missing tensor "
            + String.join(".weight or ", expected)
            + ".weight: these are no weights of RAFT by its authors' or torchvision's names");
  }

  /** Stored path of a layer. */
  String stored(String path) {
    return prefix + (this == TORCHVISION ? torchvision(path) : path);
  }

  private static String torchvision(String path) {
    if (path.startsWith("fnet.")) {
      return "feature_encoder." + encoder(path.substring("fnet.".length()));
    }
    if (path.startsWith("cnet.")) {
      return "context_encoder." + encoder(path.substring("cnet.".length()));
    }
    String inner = path.substring("update_block.".length());
    if (!UPDATE.containsKey(inner)) {
      throw new IllegalArgumentException("torchvision has no name for " + path);
    }
    return UPDATE.get(inner);
  }

  /** Convolution and norm of a layer are number 0 and 1 of one module. */
  private static String encoder(String path) {
    return switch (path) {
      case "conv1" -> "convnormrelu.0";
      case "norm1" -> "convnormrelu.1";
      case "conv2" -> "conv";
      default ->
          BLOCK
              .matcher(path)
              .replaceAll(
                  it ->
                      it.group(1)
                          + ".convnormrelu"
                          + it.group(3)
                          + (it.group(2).equals("conv") ? ".0" : ".1"));
    };
  }
}
