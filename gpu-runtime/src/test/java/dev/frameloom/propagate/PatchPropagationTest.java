package dev.frameloom.propagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import dev.frameloom.metric.Psnr;
import dev.frameloom.patch.SynthesisSettings;
import dev.frameloom.style.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchPropagationTest {

  private static final PropagationSettings QUICK =
      PropagationSettings.paper().withSynthesis(SynthesisSettings.defaults().withRounds(2, 2));

  private final OpticalFlow dis = new DisFlow();

  @AfterEach
  void close() {
    dis.close();
  }

  /** A scene that moves by 1.5 pixels a frame. */
  private static Picture scene(int frame) {
    Picture ground = TestPictures.waves(80, 60, 1.5 * frame, 0);
    return TestPictures.withSquare(ground, 20 + 2 * frame, 20, 18, 250, 240, 30);
  }

  private static List<Picture> scenes(int frames) {
    List<Picture> scenes = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      scenes.add(scene(i));
    }
    return scenes;
  }

  private static Picture edit(Picture source) {
    return Style.SEPIA.filter(source);
  }

  private List<Picture> painted(PropagationSettings settings, List<Picture> sources) {
    return painted(dis, settings, sources);
  }

  private static List<Picture> painted(
      OpticalFlow flow, PropagationSettings settings, List<Picture> sources) {
    try (PatchPropagation propagation = new PatchPropagation(flow, settings)) {
      Picture last = sources.get(sources.size() - 1);
      return propagation.between(sources, edit(sources.get(0)), edit(last), 5);
    }
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void paints_each_frame_as_its_own_edit_looks(Variant variant) {
    List<Picture> sources = scenes(5);

    List<Picture> made = painted(QUICK.withVariant(variant), sources);

    assertThat(made).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Picture expected = edit(sources.get(i + 1));
      assertThat(Psnr.between(made.get(i), expected)).as("frame %d", i + 1).isGreaterThan(24);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void gives_the_same_bytes_on_any_number_of_threads(int threads) {
    List<Picture> sources = scenes(4);
    PropagationSettings official = QUICK.withVariant(Variant.OFFICIAL).withPoisson(true);

    assertThat(painted(official.withThreads(threads), sources))
        .isEqualTo(painted(official.withThreads(1), sources));
  }

  @Test
  void gives_other_bytes_with_another_seed() {
    List<Picture> sources = scenes(3);
    Picture first = edit(sources.get(0));
    Picture last = edit(sources.get(2));

    try (PatchPropagation propagation = new PatchPropagation(dis, QUICK)) {
      List<Picture> some = propagation.between(sources, first, last, 1);
      assertThat(propagation.between(sources, first, last, 2)).isNotEqualTo(some);
      assertThat(propagation.between(sources, first, last, 1)).isEqualTo(some);
    }
  }

  @Test
  void has_nothing_to_paint_between_neighbours() {
    assertThat(painted(QUICK, scenes(2))).isEmpty();
  }

  @Test
  void paints_the_only_frame_between_two_keyframes() {
    List<Picture> sources = scenes(3);

    List<Picture> made = painted(QUICK, sources);

    assertThat(made).hasSize(1);
    assertThat(Psnr.between(made.get(0), edit(sources.get(1)))).isGreaterThan(24);
  }

  @Test
  void paints_black_between_black_keyframes() {
    Picture black = TestPictures.plain(40, 30, 0, 0, 0);

    try (PatchPropagation propagation = new PatchPropagation(dis, QUICK.withPoisson(true))) {
      assertThat(propagation.between(List.of(black, black, black), black, black, 0))
          .containsExactly(black);
    }
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void does_without_flow_where_it_is_not_a_number(Hidden hidden) {
    OpticalFlow lost = new FakeFlow(Float.NaN);
    List<Picture> sources = scenes(4);

    List<Picture> made = painted(lost, QUICK.withHidden(hidden), sources);

    assertThat(Psnr.between(made.get(0), edit(sources.get(1)))).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void does_without_flow_that_leaves_the_picture(Hidden hidden) {
    List<Picture> sources = scenes(4);

    List<Picture> made = painted(new FakeFlow(1e9f), QUICK.withHidden(hidden), sources);

    assertThat(Psnr.between(made.get(0), edit(sources.get(1)))).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void paints_what_the_frame_before_does_not_show(Hidden hidden) {
    List<Picture> sources = scenes(4);

    List<Picture> made = painted(QUICK.withHidden(hidden), sources);

    assertThat(Psnr.between(made.get(1), edit(sources.get(2)))).isGreaterThan(24);
  }

  @Test
  void leaves_out_guides_without_weight() {
    PropagationSettings colourOnly = QUICK.withWeights(new GuideWeights(6, 0, 0, 0));

    assertThat(painted(colourOnly, scenes(3))).isNotEqualTo(painted(QUICK, scenes(3)));
  }

  @Test
  void stops_when_its_thread_is_interrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> painted(QUICK, scenes(3))).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void stops_painting_when_its_thread_is_interrupted() {
    // Three sources make two steps, both ways: after the fourth flow comes painting.
    AtomicInteger calls = new AtomicInteger();
    Thread caller = Thread.currentThread();
    OpticalFlow interrupting =
        new FakeFlow(
            0,
            () -> {
              if (calls.incrementAndGet() == 4) {
                caller.interrupt();
              }
            });

    assertThatThrownBy(() -> painted(interrupting, QUICK, scenes(3)))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void refuses_pictures_of_different_sizes() {
    List<Picture> sources = scenes(3);
    Picture other = TestPictures.waves(81, 60, 0, 0);

    try (PatchPropagation propagation = new PatchPropagation(dis, QUICK)) {
      assertThatThrownBy(() -> propagation.between(sources, sources.get(0), other, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("80x60")
          .hasMessageContaining("81x60");
      assertThatThrownBy(
              () ->
                  propagation.between(
                      List.of(other, sources.get(1)), sources.get(0), sources.get(1), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("81x60");
      assertThatThrownBy(
              () -> propagation.between(List.of(other), sources.get(0), sources.get(0), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found 1");
    }
  }

  @Test
  void refuses_pictures_smaller_than_a_patch() {
    Picture tiny = TestPictures.waves(4, 30, 0, 0);

    try (PatchPropagation propagation = new PatchPropagation(dis, QUICK)) {
      assertThatThrownBy(() -> propagation.between(List.of(tiny, tiny, tiny), tiny, tiny, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("patches of 5");
    }
  }

  /** The same flow everywhere; before it answers it does something. */
  private record FakeFlow(float value, Runnable before) implements OpticalFlow {

    FakeFlow(float value) {
      this(value, () -> {});
    }

    @Override
    public FlowField between(Picture from, Picture to) {
      before.run();
      float[] vectors = new float[2 * from.width() * from.height()];
      Arrays.fill(vectors, value);
      return new FlowField(from.width(), from.height(), vectors);
    }

    @Override
    public void close() {}
  }
}
