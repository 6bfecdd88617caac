package dev.frameloom.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Prompts in rows of tokens. B prompts of up to n chunks are n·B rows, prompt after prompt; one
 * that has fewer chunks than another is followed by empty ones, so that all have one length.
 *
 * @param rows token ids and weights of a chunk each
 * @param chunks n
 */
public record PromptEncoding(List<PromptTokens> rows, int chunks) {

  public PromptEncoding {
    rows = List.copyOf(rows);
  }

  /** Tokens of prompts. */
  public static PromptEncoding of(ClipTokenizer tokenizer, List<Prompt> prompts) {
    int chunks = prompts.stream().mapToInt(it -> it.chunks().size()).max().orElse(1);
    List<PromptTokens> rows = new ArrayList<>();
    for (Prompt prompt : prompts) {
      List<List<PromptPart>> filled = new ArrayList<>(prompt.chunks());
      filled.addAll(Collections.nCopies(chunks - filled.size(), List.of()));
      filled.forEach(chunk -> rows.add(tokenizer.tokenize(chunk)));
    }
    return new PromptEncoding(rows, chunks);
  }

  /** Token ids of all rows. */
  public List<List<Integer>> ids() {
    return rows.stream().map(it -> it.tokens().ids()).toList();
  }

  /**
   * Gives embeddings their weights, each row with the mean that it had, and joins the chunks of a
   * prompt.
   *
   * @param scope what the result is attached to
   * @param embeddings (n·B, 77, E) in single precision
   * @return (B, n·77, E); the embeddings as they are where there is nothing to do
   */
  public NDArray weighted(NDManager scope, NDArray embeddings) {
    NDArray weighted = embeddings;
    if (rows.stream().anyMatch(row -> row.weights().stream().anyMatch(it -> it != 1))) {
      weighted = Kernels.call(scope, "weighted_text", embeddings, weights(scope));
    }
    return chunks == 1 ? weighted : Kernels.call(scope, "joined_chunks", weighted, chunks);
  }

  private NDArray weights(NDManager scope) {
    int length = rows.get(0).weights().size();
    float[] weights = new float[rows.size() * length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = rows.get(i / length).weights().get(i % length).floatValue();
    }
    return scope.create(weights, new Shape(rows.size(), length, 1));
  }
}
