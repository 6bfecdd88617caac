package dev.frameloom.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.flow.FlowField;
import dev.frameloom.flow.OpticalFlow;
import dev.frameloom.image.Picture;
import dev.frameloom.metric.SourceMotion;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** On a source that stands still, with a flow that says so. */
class EditEvaluationTest {

  private static final int WIDTH = 24;
  private static final int HEIGHT = 18;

  /** No motion. */
  private static final class Still implements OpticalFlow {
    private int asked;

    @Override
    public FlowField between(Picture from, Picture to) {
      asked++;
      return new FlowField(
          from.width(), from.height(), new float[from.width() * from.height() * 2]);
    }

    @Override
    public void close() {}
  }

  private final Still flow = new Still();
  private final EditEvaluation evaluation = evaluation(OptionalInt.empty());

  private EditEvaluation evaluation(OptionalInt row) {
    return new EditEvaluation(
        new SourceMotion(flow), LearnedMeters.open(LearnedMeters.Choice.NONE), row, 30);
  }

  private static Picture grey(int level) {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    java.util.Arrays.fill(rgb, (byte) level);
    return new Picture(WIDTH, HEIGHT, rgb);
  }

  private static FramePair pair(long index, int source, int edited) {
    return new FramePair(index, index / 25.0, grey(source), grey(edited));
  }

  @Test
  void a_flash_of_a_still_is_the_worst_frame_and_weighs_what_it_differs_by() {
    for (int i = 0; i < 10; i++) {
      evaluation.add(pair(i, 100, i == 6 ? 151 : 100));
    }
    EditReport report = evaluation.report();
    double jump = 0.2 * 0.2; // 51 levels of 255, twice among nine pairs
    assertThat(report.figures().get(Figure.WARP_ERROR).orElseThrow())
        .isCloseTo(2 * jump / 9, within(1e-12));
    assertThat(report.sourceWarpError()).hasValue(0);
    assertThat(report.pairs()).isEqualTo(9);
    assertThat(report.jolts()).hasSize(1).first().extracting("frame").isEqualTo(6L);
    assertThat(report.scenes().curve().get(5).mean().orElseThrow()).isCloseTo(jump, within(1e-12));
    assertThat(flow.asked).as("both ways of nine pairs, once").isEqualTo(18);
  }

  @Test
  void a_scene_cut_of_the_source_is_no_jolt_of_the_edit() {
    for (int i = 0; i < 10; i++) {
      evaluation.add(pair(i, i < 5 ? 60 : 190, i < 5 ? 70 : 200));
    }
    EditReport report = evaluation.report();
    assertThat(report.cuts()).isEqualTo(1);
    assertThat(report.pairs()).isEqualTo(8);
    assertThat(report.figures().get(Figure.WARP_ERROR)).hasValue(0);
    assertThat(report.scenes().curve().get(4).mean()).isEmpty();
  }

  @Test
  void of_one_frame_what_needs_two_is_absent_and_the_rest_is_there() {
    evaluation.add(pair(0, 100, 110));
    EditReport report = evaluation.report();
    assertThat(report.figures().get(Figure.WARP_ERROR)).isEmpty();
    assertThat(report.figures().get(Figure.PIXEL_MSE)).isEmpty();
    assertThat(report.sourceWarpError()).isEmpty();
    assertThat(report.figures().get(Figure.PSNR).orElseThrow()).isCloseTo(28.13, within(0.01));
    assertThat(report.figures().get(Figure.SSIM)).isPresent();
    assertThat(report.scenes().sheet()).hasSize(1);
    assertThat(page(report)).contains("No two frames could be compared").doesNotContain("Worst");
  }

  @Test
  void black_and_white_frames_have_figures_but_for_edges_that_the_source_has_not() {
    evaluation.add(pair(0, 0, 255));
    evaluation.add(pair(1, 0, 255));
    EditReport report = evaluation.report();
    assertThat(report.figures())
        .allSatisfy(
            (figure, value) ->
                assertThat(value.isPresent()).isEqualTo(figure != Figure.EDGE_CORRELATION));
    assertThat(report.figures().get(Figure.SOBEL_RATIO)).hasValue(1);
    assertThat(page(report)).contains("edge correlation –");
  }

  @Test
  void the_report_of_a_long_video_is_not_larger_than_that_of_a_shorter_one() {
    for (int i = 0; i < 2500; i++) {
      evaluation.add(pair(i, 100, 100 + i % 2));
    }
    EditReport report = evaluation.report();
    assertThat(report.frames()).isEqualTo(2500);
    assertThat(report.scenes().curve()).hasSizeBetween(512, 1024);
    assertThat(report.scenes().slice().edited().width()).isBetween(512, 1023);
    assertThat(report.scenes().slice().stride()).isEqualTo(4);
    assertThat(report.scenes().sheet()).hasSize(8);
    assertThat(page(report))
        .contains("every 4th frame", "the mean of 4 pairs")
        .hasSizeLessThan(1 << 20);
  }

  @Test
  void the_wanted_row_is_shown_or_else_one_that_moves() {
    EditEvaluation wanted = evaluation(OptionalInt.of(17));
    for (int i = 0; i < 4; i++) {
      byte[] rgb = grey(100).rgb();
      java.util.Arrays.fill(rgb, 3 * WIDTH * 12, 3 * WIDTH * 13, (byte) (40 * i));
      Picture moves = new Picture(WIDTH, HEIGHT, rgb);
      wanted.add(new FramePair(i, i, moves, moves));
      evaluation.add(new FramePair(i, i, moves, moves));
    }
    assertThat(wanted.report().scenes().slice().row()).isEqualTo(17);
    TimeSlice slice = evaluation.report().scenes().slice();
    assertThat(slice.row()).isEqualTo(12);
    assertThat(slice.source().width()).isEqualTo(4);
    assertThat(slice.source().height()).isEqualTo(WIDTH);
    assertThat(slice.source().rgb()[3 * 4 * 5 + 3 * 2]).as("frame 2, pixel 5").isEqualTo((byte) 80);
  }

  @Test
  void without_a_frame_there_is_no_report() {
    assertThatIllegalStateException().isThrownBy(evaluation::report);
  }

  private static String page(EditReport report) {
    return new ReportPage(report, new Provenance("a", "b", "", Map.of(), List.of())).html();
  }
}
