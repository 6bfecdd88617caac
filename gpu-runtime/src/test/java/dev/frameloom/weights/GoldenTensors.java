package dev.frameloom.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the reference computed; made by src/test/python/make_goldens.py. There is the committed set,
 * and the one in the folder of the system property {@value #PROPERTY} where one is given. Tests run
 * on both: {@code @MethodSource("dev.frameloom.weights.GoldenTensors#families")}.
 */
public final class GoldenTensors implements AutoCloseable {

  private static final String PROPERTY = "frameloom.goldens";
  private static final Path COMMITTED = Path.of("src", "test", "resources", "golden");

  private final SafetensorsFile file;

  private GoldenTensors(SafetensorsFile file) {
    this.file = file;
  }

  /** The committed set. */
  public static Path folder() {
    return COMMITTED;
  }

  /** Folders of all sets: what a parametrized test runs on. */
  public static Stream<Path> sets() {
    String other = System.getProperty(PROPERTY, "");
    if (other.isBlank()) {
      return Stream.of(COMMITTED);
    }
    // tests run in the module's folder, people give paths from the root's
    Path here = Path.of(other);
    Path found = Files.isDirectory(here) ? here : Path.of("..").resolve(other);
    assertThat(found).as("folder of -D" + PROPERTY).isDirectory();
    return Stream.of(COMMITTED, found);
  }

  /**
   * The folder of an area of a set. One that is not there is a failure: nothing would be tested.
   */
  public static Path area(Path set, String name) {
    Path folder = set.resolve(name);
    assertThat(folder).as("area %s of golden set %s, see make_goldens.py", name, set).isDirectory();
    return folder;
  }

  /** Folders of the models of all sets: sd1, sd2. */
  public static Stream<Path> families() {
    return sets().flatMap(set -> Stream.of("sd1", "sd2").map(set::resolve));
  }

  /** Opens {@code golden.safetensors} of a folder. */
  public static GoldenTensors in(Path folder) {
    return open(folder.resolve("golden.safetensors"));
  }

  public static GoldenTensors open(Path file) {
    return new GoldenTensors(SafetensorsFile.open(file));
  }

  /** Names of all tensors, sorted. */
  public Set<String> names() {
    return new TreeSet<>(file.tensors().keySet());
  }

  public float[] values(String name) {
    TensorEntry entry = entry(name);
    float[] values = new float[(int) entry.count()];
    file.map(entry).asFloatBuffer().get(values);
    return values;
  }

  public NDArray array(NDManager scope, String name) {
    return scope.create(values(name), new Shape(shape(name)));
  }

  private long[] shape(String name) {
    return entry(name).shape().stream().mapToLong(Long::longValue).toArray();
  }

  private TensorEntry entry(String name) {
    TensorEntry entry = file.tensors().get(name);
    assertThat(entry).as(name).isNotNull();
    assertThat(entry.type()).as("type of " + name).isEqualTo("F32");
    return entry;
  }

  /**
   * Compares with the golden tensor of a name and fails with the largest difference and its index.
   *
   * @param tolerance share of the range of what is expected, its largest value less its smallest
   */
  public void assertClose(String name, NDArray found, double tolerance) {
    assertThat(found.getShape().getShape()).as("shape of " + name).containsExactly(shape(name));
    assertClose(name, values(name), found.toFloatArray(), tolerance);
  }

  /** The same for arrays. */
  public static void assertClose(String name, float[] expected, float[] found, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    double worst = 0;
    int at = -1;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < expected.length; i++) {
      least = Math.min(least, expected[i]);
      most = Math.max(most, expected[i]);
      double error = Math.abs((double) expected[i] - found[i]);
      if (!(error <= worst)) {
        worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        at = i;
      }
    }
    double range = most - least;
    if (worst > tolerance * range) {
      fail(
          "%s: largest error %g at index %d (expected %s, found %s), range %g, tolerance %g of it",
          name, worst, at, expected[at], found[at], range, tolerance);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
