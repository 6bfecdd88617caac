package dev.frameloom.bench.motion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.engine.Noise;
import dev.frameloom.flow.KnownMotion;
import dev.frameloom.image.Picture;
import dev.frameloom.sample.SampleScene;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every flow finds known motions of a frame of the sample clip. The bounds are generous on purpose:
 * they tell a flow that works from one whose axes, sign or scale is wrong, which is off by more
 * than the motion itself.
 */
class FlowErrorsTest {

  private static final List<Flows> FLOWS = Flows.truthful(List.of(), "cpu");
  private static final Picture DRAWN = new SampleScene(384, 256).frame(12);

  @Test
  void all_flows_and_all_motions_are_in_the_table() {
    List<FlowErrors.Row> rows = FlowErrors.of(DRAWN, FLOWS);
    assertThat(rows)
        .extracting(FlowErrors.Row::motion)
        .containsAll(KnownMotion.STANDARD.stream().map(KnownMotion::name).toList());
    assertThat(rows).allMatch(row -> row.error().broken() == 0);
    assertThat(rows)
        .filteredOn(row -> row.motion().equals("still"))
        .isNotEmpty()
        .allMatch(row -> row.error().mean() < 0.05 && row.still().mean() == 0);
  }

  /**
   * Its sky is plain, and so is the ground between the furrows: nothing tells how they move, and a
   * flow without weights leaves them where they are or draws them along. Four pixels in ten have
   * something near that tells.
   */
  @Test
  void a_drawn_frame_moves_where_there_is_something_to_see() {
    for (FlowErrors.Row row : moving(DRAWN)) {
      assertThat(row.error().mean()).as(row.toString()).isLessThan(0.6 * row.still().mean());
      assertThat(row.error().withinOne()).as(row.toString()).isGreaterThan(0.4);
    }
  }

  /**
   * With grain that moves along every place tells, as in a filmed frame. What is left is what comes
   * into view at the border, the steps over hidden edges, and the blur of what was moved: below
   * half a pixel in the mean. On filmed frames DIS was seen to reach 0.1 to 0.3 pixels.
   */
  @Test
  void a_frame_with_grain_moves_everywhere() {
    for (FlowErrors.Row row : moving(grained(DRAWN))) {
      assertThat(row.error().mean()).as(row.toString()).isLessThan(0.5);
      assertThat(row.error().median()).as(row.toString()).isLessThan(0.35);
      assertThat(row.error().withinOne()).as(row.toString()).isGreaterThan(0.93);
    }
  }

  private static List<FlowErrors.Row> moving(Picture frame) {
    return FlowErrors.of(frame, FLOWS).stream().filter(row -> row.still().mean() > 0).toList();
  }

  /** Grain of about three pixels in size and a deviation of some 12 levels. */
  private static Picture grained(Picture picture) {
    int width = picture.width();
    float[] noise = Noise.normal(1, "grain", 0, width * picture.height());
    byte[] rgb = picture.rgb().clone();
    for (int y = 1; y < picture.height() - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        float sum = 0;
        for (int around = 0; around < 9; around++) {
          sum += noise[(y + around / 3 - 1) * width + x + around % 3 - 1];
        }
        for (int at = 3 * (y * width + x); at < 3 * (y * width + x) + 3; at++) {
          rgb[at] = (byte) Math.max(0, Math.min(255, Math.round((rgb[at] & 0xff) + 4 * sum)));
        }
      }
    }
    return new Picture(width, picture.height(), rgb);
  }
}
