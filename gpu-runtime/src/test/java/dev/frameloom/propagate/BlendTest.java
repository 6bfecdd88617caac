package dev.frameloom.propagate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.image.Picture;
import dev.frameloom.propagate.LabPlanes.Rounding;
import java.util.Arrays;
import java.util.BitSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Blends where the answer is known without a reference, and where the reference has none. */
class BlendTest {

  private static Picture plain(int level) {
    byte[] rgb = new byte[3 * 8 * 6];
    Arrays.fill(rgb, (byte) level);
    return new Picture(8, 6, rgb);
  }

  @Test
  void a_blend_of_black_pictures_is_black() {
    Picture black = plain(0);
    LabPlanes blend = HistogramBlend.blend(black, black, black, 0.5);
    assertThat(blend.picture(Rounding.NEAREST)).isEqualTo(black);
    assertThat(PoissonBlend.blend(black, black, new BitSet(), black).picture(Rounding.DOWN))
        .isEqualTo(black);
  }

  @Test
  void a_blend_of_plain_pictures_is_the_selected_one_and_not_their_mean() {
    LabPlanes blend = HistogramBlend.blend(plain(40), plain(200), plain(40), 0.5);
    assertThat(blend.picture(Rounding.NEAREST)).isEqualTo(plain(40));
  }

  @Test
  void a_picture_of_one_pixel_is_blended() {
    Picture one = new Picture(1, 1, new byte[] {10, 20, 30});
    Picture other = new Picture(1, 1, new byte[] {90, 80, 70});
    Picture blend = HistogramBlend.blend(one, other, other, 0.5).picture(Rounding.NEAREST);
    assertThat(PoissonBlend.blend(one, other, new BitSet(), blend).picture(Rounding.DOWN))
        .isEqualTo(blend);
  }

  @Test
  void what_satisfies_all_equations_is_the_solution() {
    // Gradients of the colours themselves, none of them cut: nothing is left to mend.
    double[] colours = new double[35];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = i * i % 23;
    }
    double[] right = colours.clone();
    for (int at = 0; at < 35; at++) {
      for (int to : new int[] {at % 7 < 6 ? at + 1 : at, at + 7 < 35 ? at + 7 : at}) {
        right[at] += 6.25 * (colours[at] - colours[to]);
        right[to] -= 6.25 * (colours[at] - colours[to]);
      }
    }
    double[] solved = new ScreenedPoisson(7, 5, 6.25).solve(right, new double[35]);
    for (int i = 0; i < solved.length; i++) {
      assertThat(solved[i]).isCloseTo(colours[i], Offset.offset(1e-5));
    }
  }
}
