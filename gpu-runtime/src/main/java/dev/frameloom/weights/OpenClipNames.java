package dev.frameloom.weights;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What OpenCLIP, and Stable Diffusion 2's checkpoints after it, call the layers of a text encoder.
 * Queries, keys and values of a layer are one tensor there.
 */
public final class OpenClipNames implements TensorNames {

  private static final Pattern LAYER =
      Pattern.compile("text_model\\.encoder\\.layers\\.(?<layer>\\d+)\\.(?<rest>.*)");
  private static final Pattern PROJECTION =
      Pattern.compile("self_attn\\.(?<which>[qkv])_proj\\.(?<kind>weight|bias)");
  private static final List<String> PROJECTIONS = List.of("q", "k", "v");

  private static final Map<String, String> OUTSIDE =
      Map.of(
          "text_model.embeddings.token_embedding", "token_embedding",
          "text_model.embeddings.position_embedding.weight", "positional_embedding",
          "text_model.final_layer_norm", "ln_final");
  private static final Map<String, String> INSIDE =
      Map.of(
          "layer_norm1", "ln_1",
          "layer_norm2", "ln_2",
          "self_attn", "attn",
          "mlp.fc1", "mlp.c_fc",
          "mlp.fc2", "mlp.c_proj");

  @Override
  public StoredName stored(String name) {
    Matcher layer = LAYER.matcher(name);
    if (!layer.matches()) {
      return StoredName.whole(LdmWords.replaceStart(name, OUTSIDE));
    }
    String place = "transformer.resblocks." + layer.group("layer") + ".";
    String rest = layer.group("rest");
    Matcher projection = PROJECTION.matcher(rest);
    if (!projection.matches()) {
      return StoredName.whole(place + LdmWords.replaceStart(rest, INSIDE));
    }
    return new StoredName(
        place + "attn.in_proj_" + projection.group("kind"),
        PROJECTIONS.indexOf(projection.group("which")),
        PROJECTIONS.size());
  }
}
