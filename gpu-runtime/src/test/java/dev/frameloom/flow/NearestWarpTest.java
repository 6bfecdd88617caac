package dev.frameloom.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class NearestWarpTest {

  private static final Picture ROW =
      new Picture(4, 1, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});

  private static FlowField along(float... dx) {
    float[] vectors = new float[2 * dx.length];
    for (int i = 0; i < dx.length; i++) {
      vectors[2 * i] = dx[i];
    }
    return new FlowField(dx.length, 1, vectors);
  }

  @Test
  void halves_go_to_the_even_pixel() {
    // 0.5 -> 0, 1.5 -> 2, 2.5 -> 2, 3.49 -> 3
    Picture warped = NearestWarp.of(ROW, along(0.5f, 0.5f, 0.5f, 0.49f));
    assertThat(warped.rgb()).containsExactly(1, 1, 1, 3, 3, 3, 3, 3, 3, 4, 4, 4);
  }

  @Test
  void what_lies_outside_or_nowhere_is_black() {
    Picture warped = NearestWarp.of(ROW, along(-1, Float.NaN, 1.6f, Float.POSITIVE_INFINITY));
    assertThat(warped.rgb()).containsOnly(0);
  }

  @Test
  void a_warp_inside_takes_the_border_and_stays_where_there_is_no_number() {
    Picture warped = NearestWarp.inside(ROW, along(-1, Float.NaN, 1.6f, Float.NEGATIVE_INFINITY));
    assertThat(warped.rgb()).containsExactly(1, 1, 1, 2, 2, 2, 4, 4, 4, 1, 1, 1);
  }

  @Test
  void a_mask_is_unset_outside() {
    BitSet mask = new BitSet();
    mask.set(0, 4);
    assertThat(NearestWarp.of(mask, along(-1, 0, 1, Float.NaN)).toString()).isEqualTo("{1, 2}");
  }

  @Test
  void a_flow_of_another_size_is_refused() {
    assertThatThrownBy(() -> NearestWarp.of(ROW, along(0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a flow of 4x1, found 2x1");
  }
}
