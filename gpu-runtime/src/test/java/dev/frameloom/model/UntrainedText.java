package dev.frameloom.model;

import dev.frameloom.model.WeightSketch.Tensor;

/**
 * A text encoder that needs no training: the first layer lets every position see the mean of the
 * words before it (a mark in the embeddings tells words from begin, end and padding), so that also
 * the padding tells prompts apart; the second layer mixes at random.
 */
final class UntrainedText {

  static final int SIZE = 64;
  static final int INNER = 256;
  static final int LAYERS = 2;
  static final int HEADS = 4;
  static final int POSITIONS = 77;

  /** The dimension that marks words. */
  private static final int MARK = 0;

  private final WeightSketch weights;
  private final int vocabulary;

  UntrainedText(WeightSketch weights, int vocabulary) {
    this.weights = weights;
    this.vocabulary = vocabulary;
  }

  void fill() {
    String embeddings = "text_model.embeddings.";
    Tensor tokens = weights.normal(embeddings + "token_embedding.weight", 1, vocabulary, SIZE);
    for (int token = 0; token < vocabulary; token++) {
      boolean word = token < vocabulary - 2; // begin and end marks come last
      tokens.set(token, MARK, word ? 2 : -2);
    }
    weights.normal(embeddings + "position_embedding.weight", 0.1, POSITIONS, SIZE);
    for (int layer = 0; layer < LAYERS; layer++) {
      layer("text_model.encoder.layers." + layer, layer == 0);
    }
    weights.norm("text_model.final_layer_norm", SIZE);
  }

  private void layer(String name, boolean seesWords) {
    weights.norm(name + ".layer_norm1", SIZE);
    String attention = name + ".self_attn.";
    Tensor query = weights.layer(attention + "q_proj", 1, SIZE, SIZE);
    Tensor key = weights.layer(attention + "k_proj", 1, SIZE, SIZE);
    if (seesWords) {
      query.clearRows(0, SIZE);
      key.clearRows(0, SIZE);
      for (int head = 0; head < HEADS; head++) {
        int row = head * SIZE / HEADS;
        weights.get(attention + "q_proj.bias").set(row, 0, 8);
        key.set(row, MARK, 3);
      }
    }
    weights.layer(attention + "v_proj", 1, SIZE, SIZE);
    weights
        .layer(attention + "out_proj", seesWords ? 2 : 0.5, SIZE, SIZE)
        .clearRows(MARK, MARK + 1);
    weights.norm(name + ".layer_norm2", SIZE);
    weights.layer(name + ".mlp.fc1", 1, INNER, SIZE);
    weights.layer(name + ".mlp.fc2", 0.5, SIZE, INNER);
  }
}
