package dev.frameloom.catalog;

import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells published networks of optical flow by the names of their tensors. */
final class FlowNames {

  private static final List<String> RAFT = List.of("fnet.", "cnet.", "update_block.");

  private static final List<String> TORCHVISION_RAFT =
      List.of("feature_encoder.", "context_encoder.", "update_block.", "mask_predictor.");

  private FlowNames() {}

  /**
   * Which network it is.
   *
   * @param file for messages
   * @param names without prefixes of training
   * @throws ModelLoadException where it is one of a form that is not built
   */
  static Optional<NetworkKind> kind(Path file, Set<String> names) {
    if (names.contains("feature_flow_attn.q_proj.weight")
        && names.contains("transformer.layers.0.self_attn.q_proj.weight")) {
      return Optional.of(gmFlow(file, names));
    }
    if (names.contains("fnet.conv1.weight") && allBegin(names, RAFT)) {
      return Optional.of(size(names.contains("update_block.mask.2.weight")));
    }
    if (names.contains("feature_encoder.convnormrelu.0.weight")
        && allBegin(names, TORCHVISION_RAFT)) {
      return Optional.of(size(names.contains("mask_predictor.conv.weight")));
    }
    return Optional.empty();
  }

  private static NetworkKind gmFlow(Path file, Set<String> names) {
    if (names.contains("backbone.trident_conv.weight")) {
      throw new ModelLoadException(
          file
              + " is GMFlow with refinement (it has backbone.trident_conv.weight), which is not"
              + " built. Import the checkpoint without \"with_refine\" in its name");
    }
    return NetworkKind.GMFLOW;
  }

  /** Only the large one has a mask to upsample by. Others built on RAFT have names of their own. */
  private static NetworkKind size(boolean mask) {
    return mask ? NetworkKind.RAFT_LARGE : NetworkKind.RAFT_SMALL;
  }

  private static boolean allBegin(Set<String> names, List<String> starts) {
    return names.stream().allMatch(name -> starts.stream().anyMatch(name::startsWith));
  }
}
