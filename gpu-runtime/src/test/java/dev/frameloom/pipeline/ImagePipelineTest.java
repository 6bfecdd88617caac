package dev.frameloom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.Psnr;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.model.UntrainedModel;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.schedule.SamplerKind;
import dev.frameloom.unet.UNetHooks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImagePipelineTest {

  @TempDir static Path folder;

  private static DiffusionModel model;
  private static ImagePipeline pipeline;

  @BeforeAll
  static void open() throws IOException {
    UntrainedModel.write(folder.resolve("tiny"), 1);
    model = DiffusionModel.load(folder.resolve("tiny"), "cpu");
    pipeline = new ImagePipeline(model);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @ParameterizedTest
  @EnumSource(SamplerKind.class)
  void equal_requests_give_equal_pictures(SamplerKind kind) {
    ImageRequest request = ink().withSampler(kind);

    Picture picture = pipeline.make(request).get(0);

    assertThat(pipeline.make(request).get(0)).isEqualTo(picture);
    assertThat(pipeline.make(request.withSeed(2)).get(0)).isNotEqualTo(picture);
    assertThat(pipeline.make(request.withSteps(3)).get(0)).isNotEqualTo(picture);
    assertThat(pipeline.make(request.withGuidance(4)).get(0)).isNotEqualTo(picture);
  }

  @Test
  void pictures_of_a_batch_have_noise_of_their_own_that_no_other_changes() {
    List<Picture> two = pipeline.make(ink().times(2));
    Picture alone = pipeline.make(ink()).get(0);

    assertThat(two).hasSize(2);
    // a batch rounds differently
    assertThat(Psnr.between(two.get(0), alone)).isGreaterThan(50);
    assertThat(Psnr.between(two.get(1), alone)).isLessThan(40);
  }

  @Test
  void odd_sizes_are_refused_or_padded_as_asked() {
    ImageRequest odd = ink().sized(61, 45);

    assertThatThrownBy(() -> pipeline.make(odd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiples of 8, found 61x45");
    Picture picture = pipeline.make(odd.withSizes(SizePolicy.PAD)).get(0);
    assertThat(picture.width()).isEqualTo(61);
    assertThat(picture.height()).isEqualTo(45);
    ImageRequest restyled = ink().from(TestPictures.waves(61, 45, 0, 0), 0.5);
    assertThatThrownBy(() -> pipeline.make(restyled)).hasMessageContaining("found 61x45");
    assertThat(pipeline.make(restyled.withSizes(SizePolicy.PAD)).get(0).width()).isEqualTo(61);
  }

  @Test
  void progress_hears_of_every_step_that_is_run() {
    List<String> heard = new ArrayList<>();
    ImageRequest request = ink().withSteps(5).from(TestPictures.waves(64, 64, 0, 0), 0.6);

    pipeline.make(request, (done, steps) -> heard.add(done + "/" + steps));

    assertThat(heard).containsExactly("1/3", "2/3", "3/3");
  }

  @Test
  void progress_and_interrupts_call_it_off() {
    assertThatThrownBy(() -> pipeline.make(ink(), (done, steps) -> done < 1))
        .isInstanceOf(CancellationException.class)
        .hasMessage("called off after step 1 of 2");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pipeline.make(ink())).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    // and the model works on
    assertThat(pipeline.make(ink())).hasSize(1);
  }

  @Test
  void the_weaker_the_strength_the_more_stays_of_the_picture() {
    Picture waves = TestPictures.waves(64, 64, 0, 0);
    ImageRequest request = ink().withSteps(10);

    Picture weak = pipeline.make(request.from(waves, 0.1)).get(0);
    Picture strong = pipeline.make(request.from(waves, 1)).get(0);

    assertThat(Psnr.between(waves, weak)).isGreaterThan(Psnr.between(waves, strong));
  }

  @Test
  void layers_of_the_text_encoder_are_skipped_as_asked() {
    ImageRequest request = ink().without("blurred").withGuidance(4).withSkippedLayers(1);
    try (NDManager scope = model.newScope()) {
      NDArray text = new Guidance(model, 4).embed(scope, request.text());
      // (2, 77, E), the negative prompt first
      NDArray expected = model.encodeText(scope, List.of("blurred", "ink"), 1);
      assertThat(text.toFloatArray()).isEqualTo(expected.toFloatArray());

      Picture picture = pipeline.make(request).get(0);
      assertThat(picture).isEqualTo(made(scope, request, expected));
      assertThat(pipeline.make(request.withSkippedLayers(0)).get(0)).isNotEqualTo(picture);
    }
    assertThatThrownBy(() -> ink().withSkippedLayers(-1))
        .hasMessageContaining("skippedLayers: expected 0 or more, found -1");
  }

  /** A request's picture, made step by step with embeddings given. */
  private static Picture made(NDManager scope, ImageRequest request, NDArray text) {
    Sampler sampler = model.sampler(request.sampling().steps());
    Guidance guidance = new Guidance(model, request.sampling().guidance());
    NoiseSource noise = NoiseSource.of(request.sampling().seed());
    NDArray latents =
        noise.normal(scope, NoiseSource.Purpose.START, 0, 1, 4, 8, 8).mul(sampler.startScale());
    for (int index = 0; index < sampler.steps(); index++) {
      NDArray predicted =
          guidance.predict(
              scope,
              sampler.modelInput(scope, latents, index),
              sampler.timestep(index),
              text,
              UNetHooks.NONE,
              Conditioning.NONE);
      latents =
          sampler.step(scope, latents, predicted, index, () -> fail("the sampler draws no noise"));
    }
    return PictureTensors.picture(model.decodeLatents(scope, latents));
  }

  @Test
  void requests_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> ink().withSteps(0)).hasMessageContaining("steps: expected 1 to 1000");
    assertThatThrownBy(() -> ink().times(0)).hasMessageContaining("pictures: expected 1 or more");
    assertThatThrownBy(() -> ink().withGuidance(-1)).hasMessageContaining("found -1");
    assertThatThrownBy(() -> ink().from(TestPictures.waves(64, 64, 0, 0), 0))
        .hasMessageContaining("strength: expected above 0");
    assertThatThrownBy(() -> ink().from(TestPictures.waves(64, 64, 0, 0), 1).sized(32, 32))
        .hasMessageContaining("64x64, found 32x32");
  }

  private static ImageRequest ink() {
    return ImageRequest.of("ink").sized(64, 64).withSteps(2).withGuidance(1).withSeed(1);
  }
}
