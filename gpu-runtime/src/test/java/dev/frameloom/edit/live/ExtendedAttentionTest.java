package dev.frameloom.edit.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.Noise;
import dev.frameloom.unet.AttentionProcessor;
import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.AttentionSite.Kind;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** (G, H, S, D): two branches, three heads, S tokens of five values. */
class ExtendedAttentionTest {

  private static final int HEADS = 3;
  private static final int DEPTH = 5;
  private static final int TOKENS = 4;

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void agreesWithASoftmaxOverAllKeysWrittenOut() {
    Frame first = frame("first", 2);
    Frame second = frame("second", 2);
    // two frames in each of two branches: rows 0, 1 are of branch 0, rows 2, 3 of branch 1
    Frame own = frame("own", 4);

    NDArray result =
        own.attend(
            new ExtendedAttention(
                List.of(captured(first), captured(second)), AttentionProcessor.STANDARD),
            Kind.SELF);

    assertThat(result.getShape()).isEqualTo(new Shape(4, HEADS, TOKENS, DEPTH));
    for (int row = 0; row < 4; row++) {
      for (int head = 0; head < HEADS; head++) {
        float[] q = plane(own.q, row, head);
        float[] k =
            joined(
                plane(first.k, row / 2, head),
                plane(second.k, row / 2, head),
                plane(own.k, row, head));
        float[] v =
            joined(
                plane(first.v, row / 2, head),
                plane(second.v, row / 2, head),
                plane(own.v, row, head));
        float[] expected = attention(q, k, v);
        float[] found = plane(result, row, head);
        for (int i = 0; i < expected.length; i++) {
          assertThat(found[i]).isCloseTo(expected[i], Offset.offset(1e-5f));
        }
      }
    }
  }

  @Test
  void leavesCrossAttentionAlone() {
    Frame own = frame("own", 2);
    AttentionProcessor givesKeys = (site, q, k, v) -> k;

    NDArray seen =
        own.attend(
            new ExtendedAttention(List.of(captured(frame("first", 2))), givesKeys), Kind.CROSS);

    assertThat(seen.getShape()).isEqualTo(own.k.getShape());
  }

  @Test
  void aSiteThatWasNotKeptIsAnError() {
    Frame own = frame("own", 2);
    AttentionProcessor beside =
        new ExtendedAttention(List.of(new KeyValues(scope)), AttentionProcessor.STANDARD);

    assertThatThrownBy(() -> own.attend(beside, Kind.SELF)).hasMessageContaining("mid.attn1");
  }

  @Test
  void whatWasKeptOutlivesTheLayer() {
    KeyValues kept = new KeyValues(scope);
    try (NDManager layer = scope.newSubManager()) {
      NDArray ones = layer.ones(new Shape(1, 1, 2, 2));
      new CapturingAttention(kept, (site, q, k, v) -> q)
          .attend(site(Kind.SELF, 1), ones, ones.duplicate(), ones.duplicate());
    }

    assertThat(kept.at("mid.attn1").keys().toFloatArray()).containsOnly(1f);
  }

  private record Frame(NDArray q, NDArray k, NDArray v) {

    NDArray attend(AttentionProcessor processor, Kind kind) {
      return processor.attend(site(kind, (int) q.getShape().get(0)), q, k, v);
    }
  }

  private KeyValues captured(Frame frame) {
    KeyValues kept = new KeyValues(scope);
    NDArray unused = frame.attend(new CapturingAttention(kept, (site, q, k, v) -> q), Kind.SELF);
    assertThat(unused).isSameAs(frame.q);
    return kept;
  }

  private Frame frame(String name, int rows) {
    return new Frame(tensor(name + "q", rows), tensor(name + "k", rows), tensor(name, rows));
  }

  private NDArray tensor(String purpose, int rows) {
    return Noise.normal(scope, 3, purpose, 0, rows, HEADS, TOKENS, DEPTH);
  }

  private static AttentionSite site(Kind kind, int rows) {
    return new AttentionSite("mid.attn1", kind, rows, 2, 2);
  }

  /** (S, D) of a row and head. */
  private static float[] plane(NDArray array, int row, int head) {
    float[] all = array.toFloatArray();
    float[] plane = new float[TOKENS * DEPTH];
    System.arraycopy(all, (row * HEADS + head) * plane.length, plane, 0, plane.length);
    return plane;
  }

  private static float[] joined(float[]... planes) {
    float[] joined = new float[planes.length * planes[0].length];
    for (int i = 0; i < planes.length; i++) {
      System.arraycopy(planes[i], 0, joined, i * planes[i].length, planes[i].length);
    }
    return joined;
  }

  /** Softmax(q · kᵀ / √D) · v as slow as it is obvious. */
  private static float[] attention(float[] q, float[] k, float[] v) {
    int keys = k.length / DEPTH;
    float[] result = new float[q.length];
    for (int s = 0; s < TOKENS; s++) {
      double[] weights = new double[keys];
      double sum = 0;
      for (int t = 0; t < keys; t++) {
        double score = 0;
        for (int d = 0; d < DEPTH; d++) {
          score += q[s * DEPTH + d] * k[t * DEPTH + d];
        }
        weights[t] = Math.exp(score / Math.sqrt(DEPTH));
        sum += weights[t];
      }
      for (int t = 0; t < keys; t++) {
        for (int d = 0; d < DEPTH; d++) {
          result[s * DEPTH + d] += (float) (weights[t] / sum * v[t * DEPTH + d]);
        }
      }
    }
    return result;
  }
}
