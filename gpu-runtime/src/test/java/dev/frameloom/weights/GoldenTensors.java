package dev.frameloom.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;

/** What the reference computed; made by src/test/golden/generate.py. */
public final class GoldenTensors implements AutoCloseable {

  private final SafetensorsFile file;

  private GoldenTensors(SafetensorsFile file) {
    this.file = file;
  }

  /** Where the golden data is. */
  public static Path folder() {
    return Path.of("src", "test", "resources", "golden");
  }

  public static GoldenTensors open(String name) {
    return new GoldenTensors(SafetensorsFile.open(folder().resolve(name)));
  }

  public float[] values(String name) {
    TensorEntry entry = file.tensors().get(name);
    assertThat(entry).as(name).isNotNull();
    float[] values = new float[(int) entry.count()];
    file.map(entry).asFloatBuffer().get(values);
    return values;
  }

  public NDArray array(NDManager scope, String name) {
    TensorEntry entry = file.tensors().get(name);
    assertThat(entry).as(name).isNotNull();
    long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
    return scope.create(values(name), new Shape(shape));
  }

  /**
   * Compares with the golden tensor of a name and fails with the largest difference and its index.
   */
  public void assertClose(String name, NDArray found, double tolerance) {
    long[] expected =
        file.tensors().get(name).shape().stream().mapToLong(Long::longValue).toArray();
    assertThat(found.getShape().getShape()).as("shape of " + name).containsExactly(expected);
    assertClose(name, values(name), found.toFloatArray(), tolerance);
  }

  public static void assertClose(String name, float[] expected, float[] found, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    double worst = 0;
    int at = -1;
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs((double) expected[i] - found[i]);
      if (!(error <= worst)) {
        worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        at = i;
      }
    }
    if (worst > tolerance) {
      fail(
          "%s: largest error %g at index %d (expected %s, found %s), tolerance %g",
          name, worst, at, expected[at], found[at], tolerance);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
