package dev.frameloom.edit.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.EditRuntime;
import dev.frameloom.edit.EditedPicture;
import dev.frameloom.edit.SourceFrame;
import dev.frameloom.edit.WindowEdit;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.Psnr;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.MemoryBudget;
import dev.frameloom.model.MemoryPlan;
import dev.frameloom.model.MiniatureModel;
import dev.frameloom.model.ModelInspection;
import dev.frameloom.pipeline.ImagePipeline;
import dev.frameloom.pipeline.ImageRequest;
import dev.frameloom.unet.UNetConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The model that ships, which has other latents than Stable Diffusion, in everything that edits.
 */
class MiniatureEditsTest {

  private static final long LARGEST = 25_000_000;

  @TempDir static Path models;
  private static Path folder;
  private static DiffusionModel model;

  @BeforeAll
  static void load() throws IOException {
    folder = models.resolve("miniature");
    new MiniatureModel().write(folder);
    model = DiffusionModel.load(folder, "cpu");
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void it_is_trained_small_and_of_stable_diffusions_layout() throws IOException {
    assertThat(model.description().trained()).isTrue();
    assertThat(model.description().revision()).isEqualTo(new MiniatureModel().revision());
    assertThat(model.latentChannels()).isEqualTo(16);
    assertThat(model.latentFactor()).isEqualTo(8);
    UNetConfig unet = model.unetConfig();
    long down = unet.layers() * unet.attending().stream().filter(it -> it).count();
    long up = (unet.layers() + 1) * unet.attendingUp().stream().filter(it -> it).count();
    assertThat(down + 1 + up).as("transformer sites").isEqualTo(16);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.mapToLong(it -> it.toFile().length()).sum()).isLessThanOrEqualTo(LARGEST);
    }
  }

  @Test
  void it_is_inspected_as_it_is_loaded() {
    ModelInspection inspection = ModelInspection.inspect(folder);

    assertThat(inspection.description()).isEqualTo(model.description());
    assertThat(inspection.footprint(model.precision())).isEqualTo(model.footprint());
    assertThat(MemoryPlan.bytes(model.footprint(), 256, 256, 4))
        .isBetween(model.footprint().weights(), 2_000_000_000L);
  }

  @Test
  void pictures_are_made_of_text_and_of_pictures() {
    ImagePipeline pipeline = new ImagePipeline(model);
    ImageRequest sketch =
        ImageRequest.of("a pencil sketch").sized(64, 64).withSteps(2).withGuidance(4).withSeed(1);
    ImageRequest oil =
        ImageRequest.of("an oil painting").sized(64, 64).withSteps(2).withGuidance(4).withSeed(1);
    Picture waves = TestPictures.waves(64, 64, 0, 0);

    Picture picture = pipeline.make(sketch).get(0);
    assertThat(pipeline.make(sketch).get(0)).isEqualTo(picture);
    assertThat(pipeline.make(oil).get(0)).isNotEqualTo(picture);
    Picture restyled = pipeline.make(sketch.from(waves, 0.5)).get(0);
    assertThat(restyled).isNotEqualTo(picture).isNotEqualTo(waves);
  }

  @Test
  void a_window_is_edited_to_the_same_bytes_and_alike_within_a_tight_budget() {
    WindowEdit window = window();
    List<Picture> edited = edit(window, MemoryBudget.UNBOUNDED);
    assertThat(edited).hasSize(7).doesNotContain(window.frames().get(0).picture());
    assertThat(edit(window, MemoryBudget.UNBOUNDED)).isEqualTo(edited);

    MemoryPlan whole = WindowPlan.of(model, window, MemoryBudget.UNBOUNDED);
    MemoryBudget tight = new MemoryBudget(whole.bytes() - 1);
    assertThat(WindowPlan.of(model, window, tight)).isNotEqualTo(whole);
    List<Picture> cut = edit(window, tight);
    for (int i = 0; i < cut.size(); i++) {
      assertThat(Psnr.between(cut.get(i), edited.get(i))).isGreaterThan(48); // last bits
    }
  }

  private static List<Picture> edit(WindowEdit window, MemoryBudget budget) {
    try (EditRuntime runtime = new EditRuntime(models::resolve, "cpu", budget)) {
      return runtime.edit(window).pictures().stream().map(EditedPicture::picture).toList();
    }
  }

  /** Seven keyframes. */
  private static WindowEdit window() {
    EditParameters parameters =
        new EditParameters("live", "miniature", "a pencil sketch", "", 1, 2, 0.5, 1);
    List<SourceFrame> frames =
        IntStream.range(0, 7)
            .mapToObj(t -> new SourceFrame(t, TestPictures.waves(64, 64, t, 0)))
            .toList();
    List<Integer> keyframes = IntStream.range(0, 7).boxed().toList();
    return new WindowEdit(parameters, frames.get(0), frames, keyframes, 0);
  }
}
