package dev.frameloom.clip;

import dev.frameloom.engine.NotFiniteException;

/**
 * What CLIP makes of a picture or a text, in the space that both share; its length means nothing.
 *
 * @param values (P)
 */
public record ClipEmbedding(float[] values) {

  public ClipEmbedding {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new NotFiniteException(
            "clip",
            "CLIP's embedding has a value that is no number: its weights are damaged, or too"
                + " large for half precision; try single precision");
      }
    }
  }

  /**
   * The cosine of the angle between two embeddings of one model.
   *
   * @return −1 to 1; 0 where one of them is nothing but zeros
   */
  public double cosine(ClipEmbedding other) {
    if (values.length != other.values.length) {
      throw new IllegalArgumentException(
          "expected embeddings of one size, found %d and %d"
              .formatted(values.length, other.values.length));
    }
    double together = 0;
    double mine = 0;
    double others = 0;
    for (int i = 0; i < values.length; i++) {
      together += (double) values[i] * other.values[i];
      mine += (double) values[i] * values[i];
      others += (double) other.values[i] * other.values[i];
    }
    return mine == 0 || others == 0 ? 0 : together / Math.sqrt(mine * others);
  }
}
