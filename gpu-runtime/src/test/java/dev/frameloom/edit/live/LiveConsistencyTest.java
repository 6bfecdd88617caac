package dev.frameloom.edit.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.TestPictures;
import dev.frameloom.model.UntrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live method by samplers other than DDIM, which a model's configuration names. */
class LiveConsistencyTest {

  @TempDir Path models;

  @ParameterizedTest
  @ValueSource(strings = {"LCMScheduler", "EulerDiscreteScheduler"})
  void the_shared_boundary_has_the_same_bytes_in_both_windows(String scheduler) throws IOException {
    model(scheduler);
    try (EditRuntime runtime = new EditRuntime(models::resolve, "cpu")) {
      List<EditedPicture> earlier = runtime.edit(window(scheduler, 0, 2)).pictures();
      List<EditedPicture> later = runtime.edit(window(scheduler, 2, 4)).pictures();

      assertThat(later.get(0).picture()).isEqualTo(earlier.get(2).picture());
      assertThat(runtime.edit(window(scheduler, 0, 2)).pictures()).isEqualTo(earlier);
    }
  }

  @Test
  void the_sampler_is_the_models_own() throws IOException {
    model("LCMScheduler");
    model("DDIMScheduler");
    try (EditRuntime runtime = new EditRuntime(models::resolve, "cpu")) {
      assertThat(runtime.edit(window("LCMScheduler", 0, 0)).pictures())
          .isNotEqualTo(runtime.edit(window("DDIMScheduler", 0, 0)).pictures());
    }
  }

  private void model(String scheduler) throws IOException {
    Path folder = models.resolve(scheduler);
    UntrainedModel.write(folder, 1);
    Path config = folder.resolve("scheduler/scheduler_config.json");
    Files.writeString(config, Files.readString(config).replace("DDIMScheduler", scheduler));
  }

  private static WindowEdit window(String model, int first, int last) {
    List<SourceFrame> frames =
        IntStream.rangeClosed(first, last).mapToObj(LiveConsistencyTest::frame).toList();
    List<Integer> keyframes = first == last ? List.of(0) : List.of(0, last - first);
    return new WindowEdit(
        new EditParameters("live", model, "ink", "", 1, 4, 0.75, 1),
        frame(0),
        frames,
        keyframes,
        0);
  }

  private static SourceFrame frame(int t) {
    return new SourceFrame(t, TestPictures.waves(64, 64, t, 0));
  }
}
