package dev.frameloom.edit.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowCase;
import dev.frameloom.edit.WindowCodec;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.vae.Tiling;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The live method against a plain PyTorch program (src/test/python/goldens/methods.py): keyframes
 * after each step, and what comes out, for several windows of a stream. Found are 1.1e-5 at most
 * over seeds 0 and 7.
 */
class GoldenLiveTest {

  /** A level of 255 where pixels are rounded to levels. */
  private static final double LEVEL = 1 / 255.0;

  @TempDir Path folder;

  static Stream<WindowCase> cases() {
    return WindowCase.of(List.of("live"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keyframes_are_those_of_a_plain_program_after_each_step(WindowCase run) {
    try (GoldenTensors golden = run.golden();
        DiffusionModel model = DiffusionModel.load(run.model(folder), "cpu");
        LiveMethod method = new LiveMethod()) {
      for (String name : run.windows()) {
        WindowEdit window = run.window(name);
        List<SourceFrame> order = order(window);
        checkLatents(golden, name, model, window, order);
        checkPictures(
            golden,
            name,
            order,
            method.edit(window, new WindowCase.OneModel(model)).pictures(),
            window.publishFrom());
      }
    }
  }

  /** The anchor, the boundaries, the keyframes between. */
  private static List<SourceFrame> order(WindowEdit window) {
    List<Integer> keyframes = window.keyframes();
    List<SourceFrame> order = new ArrayList<>(List.of(window.anchor(), window.frames().get(0)));
    if (keyframes.size() > 1) {
      order.add(window.frames().get(keyframes.get(keyframes.size() - 1)));
    }
    for (int i = 1; i < keyframes.size() - 1; i++) {
      order.add(window.frames().get(keyframes.get(i)));
    }
    return order;
  }

  private static void checkLatents(
      GoldenTensors golden,
      String name,
      DiffusionModel model,
      WindowEdit window,
      List<SourceFrame> order) {
    try (NDManager scope = model.newScope()) {
      WindowCodec codec = new WindowCodec(model, Tiling.WHOLE);
      List<NDArray> encoded =
          order.stream().map(frame -> codec.encode(scope, frame.picture())).toList();
      GoldenTensors.assertClose(
          name + " encoded",
          golden.values(name + ".in.latents"),
          joined(encoded),
          WindowCase.TOLERANCE);
      JointDenoiser denoiser = new JointDenoiser(model, scope, window.parameters());
      float[] start = golden.values(name + ".out.start");
      float[] steps = golden.values(name + ".out.steps");
      assertThat(denoiser.steps()).isEqualTo(steps.length / start.length);
      List<NDArray> latents = rows(scope, start, encoded);
      int boundaries = Math.min(2, window.keyframes().size());
      List<NDArray> outer = new ArrayList<>(latents.subList(1, 1 + boundaries));
      List<NDArray> inner = new ArrayList<>(latents.subList(1 + boundaries, latents.size()));
      int[] seen = {0};
      denoiser.denoise(
          scope,
          latents.get(0),
          outer,
          inner,
          (step, found) -> {
            float[] expected =
                step == 0
                    ? start
                    : Arrays.copyOfRange(steps, (step - 1) * start.length, step * start.length);
            GoldenTensors.assertClose(
                name + " before step " + step, expected, joined(found), WindowCase.TOLERANCE);
            seen[0]++;
          });
      assertThat(seen[0]).isEqualTo(denoiser.steps() + 1);
    }
  }

  private static void checkPictures(
      GoldenTensors golden,
      String name,
      List<SourceFrame> order,
      List<EditedPicture> edited,
      int publishFrom) {
    float[] expected = golden.values(name + ".out.pictures");
    int size = expected.length / order.size();
    int compared = 0;
    for (EditedPicture picture : edited) {
      for (int i = 1; i < order.size(); i++) {
        if (order.get(i).sequence() == picture.sequence()) {
          GoldenTensors.assertClose(
              "%s, frame %d".formatted(name, picture.sequence()),
              Arrays.copyOfRange(expected, i * size, (i + 1) * size),
              means(picture.picture()),
              LEVEL);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(order.size() - 1 - publishFrom);
  }

  /** Means of 4x4 pixels, (3, H/4, W/4). */
  private static float[] means(Picture picture) {
    int columns = picture.width() / 4;
    int plane = columns * (picture.height() / 4);
    float[] means = new float[3 * plane];
    for (int i = 0; i < picture.rgb().length; i++) {
      int pixel = i / 3;
      int at = pixel / picture.width() / 4 * columns + pixel % picture.width() / 4;
      means[i % 3 * plane + at] += (picture.rgb()[i] & 0xff) / 16f;
    }
    return means;
  }

  private static List<NDArray> rows(NDManager scope, float[] all, List<NDArray> like) {
    int size = all.length / like.size();
    List<NDArray> rows = new ArrayList<>();
    for (int i = 0; i < like.size(); i++) {
      rows.add(
          scope.create(Arrays.copyOfRange(all, i * size, (i + 1) * size), like.get(i).getShape()));
    }
    return rows;
  }

  private static float[] joined(List<NDArray> latents) {
    int size = 0;
    for (NDArray one : latents) {
      size += (int) one.size();
    }
    float[] all = new float[size];
    int at = 0;
    for (NDArray one : latents) {
      float[] values = one.toFloatArray();
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return all;
  }
}
