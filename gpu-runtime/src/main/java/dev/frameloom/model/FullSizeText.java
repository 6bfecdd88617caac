package dev.frameloom.model;

import java.util.Map;

/** Tensors of Stable Diffusion 1.5's text encoder, CLIP ViT-L/14. */
final class FullSizeText {

  static final int VOCABULARY = 49408;
  static final int POSITIONS = 77;
  static final int SIZE = 768;
  static final int INNER = 3072;
  static final int LAYERS = 12;
  static final int HEADS = 12;

  private FullSizeText() {}

  static Map<String, long[]> shapes() {
    LayerShapes shapes = new LayerShapes();
    shapes.weight("text_model.embeddings.token_embedding", VOCABULARY, SIZE);
    shapes.weight("text_model.embeddings.position_embedding", POSITIONS, SIZE);
    for (int i = 0; i < LAYERS; i++) {
      String name = "text_model.encoder.layers." + i;
      for (String layer : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
        shapes.layer(name + ".self_attn." + layer, SIZE, SIZE);
      }
      shapes.layer(name + ".layer_norm1", SIZE);
      shapes.layer(name + ".mlp.fc1", INNER, SIZE);
      shapes.layer(name + ".mlp.fc2", SIZE, INNER);
      shapes.layer(name + ".layer_norm2", SIZE);
    }
    shapes.layer("text_model.final_layer_norm", SIZE);
    return shapes.all();
  }
}
