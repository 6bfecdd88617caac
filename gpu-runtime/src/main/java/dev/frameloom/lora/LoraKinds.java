package dev.frameloom.lora;

import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Relatives of LoRA that files of the same ending hold, and that are not built. */
final class LoraKinds {

  /** What a tensor's name holds, and what that kind is called. */
  private static final Map<String, String> MARKS = new LinkedHashMap<>();

  static {
    MARKS.put("hada_", "a LoHa (products of two LoRAs)");
    MARKS.put("lokr_", "a LoKr (Kronecker products)");
    MARKS.put("dora_scale", "a DoRA (weights split into length and direction)");
    MARKS.put("lora_magnitude_vector", "a DoRA (weights split into length and direction)");
    MARKS.put(".oft_", "an OFT (rotations of weights)");
    MARKS.put(".boft_", "an OFT (rotations of weights)");
    MARKS.put("on_input", "an IA3 (scaled activations)");
    MARKS.put("lora_embedding_", "a LoRA of token embeddings");
    MARKS.put("bundle_emb", "a LoRA bundled with token embeddings");
    MARKS.put("emb_params", "a token embedding (textual inversion)");
    MARKS.put("lora_up.bias", "a LoRA with biases");
    MARKS.put("lora_B.bias", "a LoRA with biases");
    MARKS.put("w_norm", "a difference of norm weights");
    MARKS.put(".diff", "a difference of whole weights");
  }

  private LoraKinds() {}

  /**
   * Passes what is a LoRA or nothing like it.
   *
   * @throws ModelLoadException where a name is of another kind
   */
  static void requireLora(Path file, Collection<String> names) {
    for (String name : names) {
      for (Map.Entry<String, String> mark : MARKS.entrySet()) {
        if (name.contains(mark.getKey())) {
          throw new ModelLoadException(
              "%s: tensor %s: expected a LoRA of linear layers and convolutions, found %s, which is not supported"
                  .formatted(file, name, mark.getValue()));
        }
      }
    }
  }
}
