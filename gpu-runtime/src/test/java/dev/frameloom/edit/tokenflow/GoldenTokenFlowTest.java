package dev.frameloom.edit.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.TrajectoryLimits;
import dev.frameloom.edit.tokenflow.NearestTokens.Place;
import dev.frameloom.engine.Kernels;
import dev.frameloom.image.TestPictures;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryPlan;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole runs of 50 steps against the published code, in single precision on a tiny model of Stable
 * Diffusion 1's layout (make_tokenflow_goldens.py; seed 0 is committed). Latents are compared after
 * every step, to 1e-3 of their range, as the issue asks: guidance of 7.5 multiplies what the calls
 * of the UNet differ by (2e-5) in each of the steps.
 *
 * <p>The published code's random keyframes are given. So are its choices between tokens that are
 * equally near, where the next best cosine is within 1e-4: single precision can't tell which is
 * larger, and another choice leads elsewhere. That it is such a choice is checked here.
 */
class GoldenTokenFlowTest {

  private static final int FRAMES = 9;
  private static final int BATCH = 3;
  private static final int STEPS = 50;
  private static final double TOLERANCE = 1e-3;

  /** Cosines this far apart are as good as equal; the golden data has all that are within 1e-4. */
  private static final double TIE = 1e-4;

  @TempDir Path folder;

  static Stream<Path> sets() {
    return GoldenTensors.sets();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void plug_and_play_is_that_of_the_published_code(Path set) {
    check(set, "pnp", Map.of("inversion-steps", "500"), 1);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void sdedit_is_that_of_the_published_code(Path set) {
    check(set, "sdedit", Map.of("inversion-steps", "100", "variant", "sdedit"), 0.9);
  }

  private void check(Path set, String name, Map<String, String> more, double strength) {
    Map<String, String> all = new HashMap<>(more);
    all.put("compat", "official");
    all.put("source-prompt", "a photo of a cat");
    EditParameters parameters =
        new EditParameters(
            "tokenflow",
            "sd1",
            "pencil sketch of the running woman",
            "a photo",
            0,
            STEPS,
            strength,
            7.5,
            all);
    try (GoldenTensors golden =
            GoldenTensors.open(set.resolve("tokenflow").resolve(name + ".safetensors"));
        DiffusionModel model = DiffusionModel.load(set.resolve("sd1"), "cpu");
        SourceStore store = new SourceStore(new TrajectoryLimits(1 << 20, 64 << 20, folder));
        NDManager scope = model.newScope()) {
      float[] keyframes = golden.values("in.pivots");
      int steps = keyframes.length / BATCH;
      Layout layout =
          ClipLayout.of(
              frames(),
              BATCH,
              false,
              step ->
                  IntStream.range(0, BATCH)
                      .mapToObj(i -> (int) keyframes[step * BATCH + i])
                      .toList());
      WindowDenoiser denoiser =
          new WindowDenoiser(
              model,
              scope,
              parameters,
              TokenFlowOptions.of(parameters),
              layout,
              MemoryPlan.unbounded(model.footprint(), new MemoryPlan.Work(64, 64, FRAMES, 3, 0)));
      assertThat(denoiser.steps()).isEqualTo(steps);
      float[] expected = golden.values("out.steps");
      int size = expected.length / steps;
      Ties ties = new Ties(golden.values("in.ties"));
      int[] seen = {0};
      denoiser.denoise(
          scope,
          split(scope, golden.array(scope, "in.latents")),
          store,
          StepRunner.ControlSource.NONE,
          ties,
          (step, latents) -> {
            GoldenTensors.assertClose(
                name + " after step " + step,
                Arrays.copyOfRange(expected, step * size, (step + 1) * size),
                joined(latents),
                TOLERANCE);
            seen[0]++;
          });
      assertThat(seen[0]).isEqualTo(steps);
      assertThat(ties.followed).isEqualTo(ties.choices.size());
    }
  }

  private static List<SourceFrame> frames() {
    // the latents are given; but equal pictures would be inverted once
    return IntStream.range(0, FRAMES)
        .mapToObj(i -> new SourceFrame(i, TestPictures.plain(64, 64, i, 0, 0)))
        .toList();
  }

  private static List<NDArray> split(NDManager scope, NDArray all) {
    List<NDArray> rows = new ArrayList<>();
    for (int i = 0; i < all.getShape().get(0); i++) {
      NDArray row = Kernels.call(scope, "rows_from", all, i, 1);
      rows.add(Kernels.call(scope, "rows_repeated", row, 1));
    }
    return rows;
  }

  private static float[] joined(List<NDArray> latents) {
    int size = (int) latents.get(0).size();
    float[] all = new float[latents.size() * size];
    for (int i = 0; i < latents.size(); i++) {
      System.arraycopy(latents.get(i).toFloatArray(), 0, all, i * size, size);
    }
    return all;
  }

  /** Finds tokens, and follows the published code where it chose between equals. */
  private static final class Ties implements NearestTokens {

    private record Choice(int step, int flow, int site, boolean other, int row) {}

    private final Map<Choice, Integer> choices = new HashMap<>();
    private final List<String> sites = new ArrayList<>();
    private int followed;

    Ties(float[] rows) {
      for (int i = 0; i < rows.length; i += 6) {
        choices.put(
            new Choice(
                (int) rows[i],
                (int) rows[i + 1],
                (int) rows[i + 2],
                rows[i + 3] == 1,
                (int) rows[i + 4]),
            (int) rows[i + 5]);
      }
    }

    @Override
    public NDArray find(NDManager scope, Place place, NDArray tokens, NDArray keyframe) {
      if (!sites.contains(place.path())) {
        sites.add(place.path()); // in the order of the UNet
      }
      int site = sites.indexOf(place.path());
      NDArray found = EXACT.find(scope, place, tokens, keyframe);
      long[] at = found.toLongArray();
      float[] query = tokens.toFloatArray();
      float[] keys = keyframe.toFloatArray();
      boolean changed = false;
      for (int row = 0; row < at.length; row++) {
        Integer chosen =
            choices.get(new Choice(place.step(), place.flow(), site, place.other(), row));
        if (chosen == null) {
          continue;
        }
        followed++;
        if (chosen != at[row]) {
          int size = (int) keyframe.getShape().get(1);
          double best = cosine(query, row, keys, (int) at[row], size);
          assertThat(best - cosine(query, row, keys, chosen, size))
              .as("%s, token %d: the published code chose %d, here %d", place, row, chosen, at[row])
              .isLessThan(TIE);
          at[row] = chosen;
          changed = true;
        }
      }
      return changed ? scope.create(at, new Shape(at.length)).toType(DataType.INT64, false) : found;
    }

    private static double cosine(float[] a, int row, float[] b, int other, int size) {
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += (double) a[row * size + i] * b[other * size + i];
      }
      return sum;
    }
  }
}
