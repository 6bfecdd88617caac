package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Numbers of latents, for tests. */
final class Latents {

  private Latents() {}

  /** All numbers of arrays of one size, one after the other. */
  static float[] joined(List<NDArray> latents) {
    int size = (int) latents.get(0).size();
    float[] all = new float[latents.size() * size];
    for (int i = 0; i < latents.size(); i++) {
      System.arraycopy(latents.get(i).toFloatArray(), 0, all, i * size, size);
    }
    return all;
  }
}
