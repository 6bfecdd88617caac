package dev.frameloom.edit.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.TrajectoryLimits;
import dev.frameloom.edit.WindowCase;
import dev.frameloom.edit.WindowCodec;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.model.MemoryPlan;
import dev.frameloom.pipeline.Guidance;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TokenFlow in windows of a stream, extended attention and per-frame editing against a plain
 * PyTorch program (src/test/python/goldens/methods.py): latents of all frames before each step and
 * after the last. Found are 1.1e-5 at most over seeds 0 and 7.
 */
class GoldenWindowsTest {

  @TempDir Path folder;

  static Stream<WindowCase> cases() {
    return WindowCase.of(List.of("tokenflow", "extended-attention", "per-frame"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void latents_are_those_of_a_plain_program_after_each_step(WindowCase run) {
    try (GoldenTensors golden = run.golden();
        DiffusionModel model = DiffusionModel.load(run.model(folder), "cpu");
        TokenFlowMethod method = new TokenFlowMethod()) {
      for (String name : run.windows()) {
        check(golden, name, model, run.window(name), method);
      }
    }
  }

  private void check(
      GoldenTensors golden,
      String name,
      DiffusionModel model,
      WindowEdit window,
      TokenFlowMethod method) {
    TokenFlowOptions options = TokenFlowOptions.of(window.parameters());
    Layout layout = TokenFlowMethod.layout(window, options);
    int branches = new Guidance(model, window.parameters().guidanceScale()).branches();
    MemoryPlan memory = WindowBudget.plan(model, window, layout, branches, MemoryBudget.UNBOUNDED);
    try (SourceStore store = new SourceStore(new TrajectoryLimits(1 << 20, 64 << 20, folder));
        NDManager scope = model.newScope()) {
      WindowCodec codec = new WindowCodec(model, memory.tiling());
      List<NDArray> pictures =
          layout.frames().stream().map(frame -> codec.encode(scope, frame.picture())).toList();
      GoldenTensors.assertClose(
          name + " encoded",
          golden.values(name + ".in.latents"),
          Latents.joined(pictures),
          WindowCase.TOLERANCE);
      WindowDenoiser denoiser =
          new WindowDenoiser(model, scope, window.parameters(), options, layout, memory);
      GoldenTies ties = new GoldenTies(golden.values(name + ".in.ties"));
      float[] start = golden.values(name + ".out.start");
      float[] steps = golden.values(name + ".out.steps");
      assertThat(denoiser.steps()).isEqualTo(steps.length / start.length);
      int[] seen = {0};
      List<NDArray> edited =
          denoiser.denoise(
              scope,
              pictures,
              store,
              StepRunner.ControlSource.NONE,
              ties,
              (step, latents) -> {
                GoldenTensors.assertClose(
                    name + " before step " + step,
                    step == 0
                        ? start
                        : Arrays.copyOfRange(steps, (step - 1) * start.length, step * start.length),
                    Latents.joined(latents),
                    WindowCase.TOLERANCE);
                seen[0]++;
              });
      assertThat(seen[0]).isEqualTo(denoiser.steps() + 1);
      assertThat(ties.allFollowed()).isTrue();
      if (!ties.isChanged()) {
        checkWhole(model, window, layout, codec, edited, method);
      }
    }
  }

  /** The method makes pictures of these very latents. */
  private static void checkWhole(
      DiffusionModel model,
      WindowEdit window,
      Layout layout,
      WindowCodec codec,
      List<NDArray> edited,
      TokenFlowMethod method) {
    List<EditedPicture> pictures = method.edit(window, new WindowCase.OneModel(model)).pictures();
    assertThat(pictures).hasSameSizeAs(layout.published());
    for (int i = 0; i < pictures.size(); i++) {
      int frame = layout.published().get(i);
      assertThat(pictures.get(i).sequence()).isEqualTo(layout.frames().get(frame).sequence());
      try (NDManager scope = model.newScope()) {
        assertThat(pictures.get(i).picture())
            .as("frame %d", pictures.get(i).sequence())
            .isEqualTo(codec.decode(scope, edited.get(frame), window.frames().get(0).picture()));
      }
    }
  }
}
