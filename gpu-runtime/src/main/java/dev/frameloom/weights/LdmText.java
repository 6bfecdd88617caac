package dev.frameloom.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint's text encoder: where it is and whose layout it has.
 *
 * @param shapes of its tensors
 * @param openClip whether in OpenCLIP's layout (Stable Diffusion 2) or in transformers' (version 1)
 */
record LdmText(LdmShapes shapes, boolean openClip) {

  private static final List<String> CLIP =
      List.of(
          "cond_stage_model.transformer.text_model.",
          "cond_stage_model.transformer.", // as the first version 4 of transformers had it
          "conditioner.embedders.0.transformer.text_model.");
  private static final List<String> OPEN_CLIP =
      List.of("cond_stage_model.model.", "conditioner.embedders.0.model.");

  private static final String OURS = "text_model.";
  private static final int HEAD_SIZE = 64;

  /** CLIP's {@code <|endoftext|>}, and {@code !}. */
  private static final int END = 49407;

  static Optional<LdmText> find(LdmShapes file) {
    for (String prefix : CLIP) {
      if (file.has(prefix + "embeddings.token_embedding.weight")) {
        return Optional.of(new LdmText(file.under(prefix), false));
      }
    }
    for (String prefix : OPEN_CLIP) {
      if (file.has(prefix + "token_embedding.weight")) {
        return Optional.of(new LdmText(file.under(prefix), true));
      }
    }
    return Optional.empty();
  }

  /** The names of its tensors, without prefix. */
  TensorNames names() {
    if (openClip) {
      return new OpenClipNames();
    }
    return name -> StoredName.whole(name.startsWith(OURS) ? name.substring(OURS.length()) : name);
  }

  /** Layers that are used: Stable Diffusion 2 takes what comes out of the last but one. */
  private int layers() {
    return openClip
        ? shapes.count("transformer.resblocks.", ".ln_1.weight") - 1
        : shapes.count("encoder.layers.", ".layer_norm1.weight");
  }

  /** Whether the model reads a stored tensor, of this name without prefix. */
  boolean uses(String stored) {
    return openClip
        ? !stored.startsWith("transformer.resblocks." + layers() + ".")
            && !stored.equals("text_projection")
            && !stored.equals("logit_scale")
        : !stored.endsWith("position_ids");
  }

  /** As transformers writes it down. */
  ObjectNode config() {
    String tokens = openClip ? "token_embedding.weight" : "embeddings.token_embedding.weight";
    String inner =
        openClip ? "transformer.resblocks.0.mlp.c_fc.weight" : "encoder.layers.0.mlp.fc1.weight";
    String positions = openClip ? "positional_embedding" : "embeddings.position_embedding.weight";
    int size = shapes.size(tokens, 1);
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("model_type", "clip_text_model").put("hidden_act", openClip ? "gelu" : "quick_gelu");
    node.put("vocab_size", shapes.size(tokens, 0)).put("hidden_size", size);
    node.put("max_position_embeddings", shapes.size(positions, 0));
    node.put("intermediate_size", shapes.size(inner, 0)).put("num_hidden_layers", layers());
    node.put("pad_token_id", openClip ? 0 : END);
    if (size % HEAD_SIZE == 0) {
      node.put("num_attention_heads", size / HEAD_SIZE);
    }
    return node;
  }
}
