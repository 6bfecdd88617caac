package dev.frameloom.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of tensors, added a layer at a time. */
final class LayerShapes {

  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  Map<String, long[]> all() {
    return shapes;
  }

  /** A weight alone. */
  void weight(String name, long... shape) {
    shapes.put(name + ".weight", shape);
  }

  /** Weight and bias, (out, …) and (out). */
  void layer(String name, long... shape) {
    weight(name, shape);
    shapes.put(name + ".bias", new long[] {shape[0]});
  }

  /** A residual block; time is 0 where there is no embedding of it. */
  void residual(String name, long in, long out, long time) {
    layer(name + ".norm1", in);
    layer(name + ".conv1", out, in, 3, 3);
    if (time > 0) {
      layer(name + ".time_emb_proj", out, time);
    }
    layer(name + ".norm2", out);
    layer(name + ".conv2", out, out, 3, 3);
    if (in != out) {
      layer(name + ".conv_shortcut", out, in, 1, 1);
    }
  }
}
